package io.dl4jcompact.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How much noise quantisation brings into each layer, over the calibration's images:
 *
 * <pre> 10·log10(Σ z² / Σ (ẑ - z)²) dB </pre>
 *
 * <p>z is what the float layer hands to its activation function, ẑ what the quantised one does;
 * sums are over minibatches, channels and maps. 6 dB more are half the error.
 *
 * @param layers in the network's order
 */
public record SqnrReport(List<LayerSqnr> layers) {

  private static final List<String> HEAD = List.of("layer", "was", "own dB", "network dB", "note");
  private static final int FIRST_NUMBER = 2;
  private static final int FIRST_TEXT = 4;

  public SqnrReport {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param name the layer's name; of one that had none, the index that it had
   * @param type its class before, by its simple name
   * @param quantized whether it is a quantised layer now that was none before
   * @param own of this layer alone, which reads what it does in the float network; infinite without
   *     noise, NaN where it is not quantised
   * @param inNetwork with all that the quantised layers before it bring too; as {@code own}
   * @param note what else happened to it, or why nothing did
   */
  public record LayerSqnr(
      String name, String type, boolean quantized, double own, double inNetwork, String note) {

    /** The same with figures. */
    public LayerSqnr with(double ownDecibels, double networkDecibels) {
      return new LayerSqnr(name, type, quantized, ownDecibels, networkDecibels, note);
    }

    private List<String> cells() {
      return List.of(name, type, decibels(own), decibels(inNetwork), note);
    }

    private static String decibels(double value) {
      return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
  }

  /**
   * The layer of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LayerSqnr layer(String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no layer is named '" + name + "'"));
  }

  /** A table for a console, a line for each layer. */
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    layers.forEach(layer -> rows.add(layer.cells()));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      boolean number = i >= FIRST_NUMBER && i < FIRST_TEXT;
      line.append(number ? padding + row.get(i) : row.get(i) + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
