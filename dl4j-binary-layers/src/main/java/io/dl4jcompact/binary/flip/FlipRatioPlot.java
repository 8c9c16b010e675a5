package io.dl4jcompact.binary.flip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Curves of flip ratios as an SVG picture, which needs neither fonts nor a graphics library. */
final class FlipRatioPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 20;
  private static final int BOTTOM = 40;
  private static final int LINE = 16;
  private static final String[] COLOURS = {
    "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2"
  };

  private final StringBuilder svg = new StringBuilder();
  private final int lastIteration;
  private final double highest;

  private FlipRatioPlot(Map<String, List<FlipRatioListener.Point>> curves) {
    lastIteration =
        curves.values().stream().mapToInt(points -> last(points).iteration()).max().orElse(0);
    highest =
        curves.values().stream()
            .flatMap(List::stream)
            .mapToDouble(FlipRatioListener.Point::ratio)
            .max()
            .orElse(0);
  }

  private static FlipRatioListener.Point last(List<FlipRatioListener.Point> points) {
    return points.get(points.size() - 1);
  }

  static void write(Path file, Map<String, List<FlipRatioListener.Point>> curves)
      throws IOException {
    if (curves.isEmpty()) {
      throw new IllegalStateException(
          "FlipRatioListener: 0 iterations were kept, expected at least 1; train first, with the"
              + " listener on the network");
    }
    Files.writeString(file, new FlipRatioPlot(curves).picture(curves));
  }

  private String picture(Map<String, List<FlipRatioListener.Point>> curves) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    add(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>",
        LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
    add("<text x=\"4\" y=\"%d\">%.3g</text>", TOP + LINE / 2, highest);
    add("<text x=\"4\" y=\"%d\">0</text>", HEIGHT - BOTTOM);
    add("<text x=\"%d\" y=\"%d\">0</text>", LEFT, HEIGHT - BOTTOM + LINE);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">iteration %d</text>",
        WIDTH - RIGHT, HEIGHT - BOTTOM + LINE, lastIteration);
    int index = 0;
    for (Map.Entry<String, List<FlipRatioListener.Point>> curve : curves.entrySet()) {
      curve(curve.getKey(), curve.getValue(), index++);
    }
    add("</svg>");
    return svg.toString();
  }

  private void curve(String layer, List<FlipRatioListener.Point> points, int index) {
    String colour = COLOURS[index % COLOURS.length];
    StringBuilder coordinates = new StringBuilder();
    for (FlipRatioListener.Point point : points) {
      coordinates.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x(point.iteration()), y(point.ratio())));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>",
        coordinates.toString().trim(), colour);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>",
        WIDTH - RIGHT, TOP + LINE * (index + 1), colour, escaped(layer));
  }

  private double x(int iteration) {
    double share = lastIteration == 0 ? 0 : (double) iteration / lastIteration;
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double ratio) {
    double share = highest == 0 ? 0 : ratio / highest;
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
