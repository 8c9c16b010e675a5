package io.dl4jcompact.sparse;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@link Sparsify} made, and of what.
 *
 * @param result the network or configuration with sparse layers
 * @param layers what became of each layer, in the order of the configuration
 * @param <T> a kind of network or configuration
 */
public record Sparsified<T>(T result, List<LayerChange> layers) {

  public Sparsified {
    layers = List.copyOf(layers);
  }

  /**
   * What became of one layer.
   *
   * @param name the layer's name, or its index where it has none
   * @param type its class before, by its simple name
   * @param weights number of its weights, biases apart; 0 for a layer that cannot be sparse
   * @param connections how many of them are connected; of random masks whose connections are
   *     independent, how many this draw has
   * @param note which masks it has, or why it has none
   */
  public record LayerChange(
      String name, String type, long weights, long connections, String note) {}

  /** The number of weights of the layers that can be sparse. */
  public long weights() {
    return layers.stream().mapToLong(LayerChange::weights).sum();
  }

  /** How many of these are connected. */
  public long connections() {
    return layers.stream().mapToLong(LayerChange::connections).sum();
  }

  /** A line for each layer, and one for all. */
  public String report() {
    String lines =
        layers.stream()
            .map(layer -> line(layer.name(), layer.type(), layer) + layer.note() + "\n")
            .collect(Collectors.joining());
    LayerChange all = new LayerChange("all", "", weights(), connections(), "");
    return lines + line(all.name(), all.type(), all).stripTrailing() + "\n";
  }

  private static String line(String name, String type, LayerChange layer) {
    String share =
        layer.weights() == 0
            ? ""
            : String.format(Locale.ROOT, "%.2f %%", 100.0 * layer.connections() / layer.weights());
    return String.format(
        Locale.ROOT,
        "%-20s %-24s %,14d of %,14d %9s  ",
        name,
        type,
        layer.connections(),
        layer.weights(),
        share);
  }
}
