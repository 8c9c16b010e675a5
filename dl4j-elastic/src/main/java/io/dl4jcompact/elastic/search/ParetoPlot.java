package io.dl4jcompact.elastic.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Costs and scores as an SVG picture, which needs neither fonts nor a graphics library. */
final class ParetoPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int MARGIN = 60;
  private static final int RADIUS = 3;

  private final StringBuilder svg = new StringBuilder();
  private final SearchResult result;

  private ParetoPlot(SearchResult result) {
    this.result = result;
  }

  static void write(Path file, SearchResult result) throws IOException {
    Files.writeString(file, new ParetoPlot(result).picture());
  }

  private double least(ToDoubleFunction<Candidate> value) {
    return result.candidates().stream().mapToDouble(value).min().orElseThrow();
  }

  private double most(ToDoubleFunction<Candidate> value) {
    return result.candidates().stream().mapToDouble(value).max().orElseThrow();
  }

  /** Where a value is between the least and the most, in [0, 1]; in the middle if all are equal. */
  private double share(ToDoubleFunction<Candidate> value, Candidate candidate) {
    double range = most(value) - least(value);
    return range == 0 ? 0.5 : (value.applyAsDouble(candidate) - least(value)) / range;
  }

  private double x(Candidate candidate) {
    return MARGIN + share(Candidate::cost, candidate) * (WIDTH - 2 * MARGIN);
  }

  private double y(Candidate candidate) {
    return HEIGHT - MARGIN - share(Candidate::score, candidate) * (HEIGHT - 2 * MARGIN);
  }

  private String picture() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    int bottom = HEIGHT - MARGIN;
    add("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>", 30, 30, bottom + 30, WIDTH);
    label(MARGIN, HEIGHT - 14, "start", number("%.4g", least(Candidate::cost)));
    label(WIDTH - MARGIN, HEIGHT - 14, "end", number("%.4g", most(Candidate::cost)));
    label(WIDTH / 2, HEIGHT - 14, "middle", escaped(result.cost().name()));
    label(34, MARGIN, "start", number("%.4f", most(Candidate::score)));
    label(34, bottom, "start", number("%.4f", least(Candidate::score)));
    label(34, 24, "start", "score");
    for (Candidate candidate : result.candidates()) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"#1f77b4\"><title>%s</title></circle>",
          x(candidate), y(candidate), RADIUS, escaped(candidate.subnet().toString()));
    }
    line(result.front());
    add("</svg>");
    return svg.toString();
  }

  private void line(List<Candidate> front) {
    StringBuilder points = new StringBuilder();
    front.forEach(
        candidate ->
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(candidate), y(candidate))));
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#d62728\" stroke-width=\"1.5\"/>",
        points.toString().trim());
  }

  private void label(int x, int y, String anchor, String text) {
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
