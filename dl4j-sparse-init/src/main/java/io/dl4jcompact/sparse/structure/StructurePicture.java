package io.dl4jcompact.sparse.structure;

import java.util.List;
import java.util.Locale;

/**
 * A structure as an SVG picture, the input at the top: a bar for each layer, as long as its number
 * of neurons, channels or values of a token, dark for the share of its weights that is connected;
 * brackets on the left are shortcuts.
 */
final class StructurePicture {

  private static final int LEFT = 180;
  private static final int LONGEST = 400;
  private static final int WIDTH = LEFT + LONGEST + 240;
  private static final int ROW = 22;
  private static final int BAR = 14;
  private static final int TOP = 40;

  private final StringBuilder svg = new StringBuilder();

  private StructurePicture() {}

  static String of(StructureView view) {
    StructurePicture picture = new StructurePicture();
    picture.draw(view);
    return picture.svg.toString();
  }

  private void draw(StructureView view) {
    Structure structure = view.structure();
    List<StructureStep> steps = structure.steps();
    List<StructureView.Count> counts = view.layers();
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, TOP + ROW * (steps.size() + 1));
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    add(
        "<text x=\"8\" y=\"20\">%s: %,d of %,d parameters, %,d multiply-adds a sample</text>",
        structure.name(),
        view.total().connectedParameters(),
        view.total().parameters(),
        view.total().multiplyAdds());
    long widest = structure.input().channels();
    for (StructureStep step : steps) {
      widest = Math.max(widest, step.output().channels());
    }
    row(0, "input", structure.input(), widest);
    for (int layer = 0; layer < steps.size(); layer++) {
      StructureStep step = steps.get(layer);
      row(layer + 1, step.layer().name(), step.output(), widest);
      density(layer + 1, step, counts.get(layer), widest);
      shortcut(layer, step.layer().shortcut());
    }
    add("</svg>");
  }

  private void row(int row, String name, SignalShape output, long widest) {
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 36, y(row) + 11, name);
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#d6e4f0\"/>",
        LEFT, y(row), length(output, widest), BAR);
    add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT + LONGEST + 8, y(row) + 11, output);
  }

  /** Layers without weights have none. */
  private void density(int row, StructureStep step, StructureView.Count count, long widest) {
    if (count.weights() == 0) {
      return;
    }
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#1f77b4\"/>",
        LEFT, y(row), count.density() * length(step.output(), widest), BAR);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.2f %%</text>",
        WIDTH - 8, y(row) + 11, 100 * count.density());
  }

  private void shortcut(int layer, int past) {
    if (past > 0) {
      add(
          "<path d=\"M%d %dH%dV%dH%d\" fill=\"none\" stroke=\"#d62728\"/>",
          LEFT - 6, y(layer + 1 - past) + BAR + 2, LEFT - 18, y(layer + 1) + BAR / 2, LEFT - 2);
    }
  }

  private static double length(SignalShape shape, long widest) {
    return Math.max(1.0, (double) LONGEST * shape.channels() / widest);
  }

  private static int y(int row) {
    return TOP + ROW * row;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
