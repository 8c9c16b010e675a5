package io.dl4jcompact.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Curves and dots over two axes as an SVG picture, which needs neither fonts nor a graphics
 * library. Axes reach from the least to the greatest value of all points.
 */
public final class SvgChart {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 190;
  private static final int TOP = 30;
  private static final int BOTTOM = 50;
  private static final int LINE = 16;
  private static final int TICKS = 4;
  private static final String[] COLOURS = {
    "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2"
  };

  private final String xAxis;
  private final String yAxis;
  private final List<Series> all = new ArrayList<>();
  private final List<Point> included = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();

  /** A place in the units of the axes. */
  public record Point(double x, double y) {
    private boolean isFinite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  private record Series(String name, List<Point> points, boolean connected) {}

  /** An empty chart whose axes have these names. */
  public SvgChart(String xAxis, String yAxis) {
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  /** Makes the axes reach a place, whether there is a point or not. */
  public SvgChart including(double x, double y) {
    included.add(new Point(x, y));
    return this;
  }

  /** Adds points that are connected in their order; those that are not finite are left out. */
  public SvgChart line(String name, List<Point> points) {
    all.add(new Series(name, finite(points), true));
    return this;
  }

  /** Adds points that are not connected; those that are not finite are left out. */
  public SvgChart dots(String name, List<Point> points) {
    all.add(new Series(name, finite(points), false));
    return this;
  }

  private List<Point> finite(List<Point> points) {
    List<Point> finite = points.stream().filter(Point::isFinite).toList();
    included.addAll(finite);
    return finite;
  }

  /** The text of the SVG file. */
  public String picture() {
    svg.setLength(0);
    Axis x = Axis.of(included, Point::x, LEFT, WIDTH - RIGHT);
    Axis y = Axis.of(included, Point::y, HEIGHT - BOTTOM, TOP);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    add(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>",
        LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
    for (int tick = 0; tick <= TICKS; tick++) {
      double at = x.tick(tick);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x.place(at), HEIGHT - BOTTOM + LINE, number(at));
      at = y.tick(tick);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 6, y.place(at) + 4, number(at));
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        WIDTH - RIGHT, HEIGHT - BOTTOM + 2 * LINE + 4, escaped(xAxis));
    add("<text x=\"4\" y=\"%d\">%s</text>", LINE, escaped(yAxis));
    for (int index = 0; index < all.size(); index++) {
      series(all.get(index), index, x, y);
    }
    add("</svg>");
    return svg.toString();
  }

  private void series(Series series, int index, Axis x, Axis y) {
    String colour = COLOURS[index % COLOURS.length];
    StringBuilder places = new StringBuilder();
    for (Point point : series.points()) {
      places.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x.place(point.x()), y.place(point.y())));
      if (!series.connected()) {
        add(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
            x.place(point.x()), y.place(point.y()), colour);
      }
    }
    if (series.connected()) {
      add(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>",
          places.toString().trim(), colour);
    }
    add(
        "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
        WIDTH - RIGHT + LINE, TOP + LINE * index, colour, escaped(series.name()));
  }

  /** Whole numbers without a fraction, others with three digits. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /**
   * Values along a side of the picture.
   *
   * @param from where the least value is, in pixels
   * @param to where the greatest is
   */
  private record Axis(double least, double greatest, int from, int to) {

    static Axis of(List<Point> points, ToDoubleFunction<Point> value, int from, int to) {
      double least = points.stream().mapToDouble(value).min().orElse(0);
      double greatest = points.stream().mapToDouble(value).max().orElse(0);
      return new Axis(least, greatest, from, to);
    }

    double place(double value) {
      double share = greatest == least ? 0 : (value - least) / (greatest - least);
      return from + share * (to - from);
    }

    double tick(int number) {
      return least + (greatest - least) * number / TICKS;
    }
  }
}
