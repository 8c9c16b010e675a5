package io.dl4jcompact.binary;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link Binarize} made, and of what.
 *
 * @param result the network or configuration with one-bit layers
 * @param layers what became of each layer, in the order of the configuration
 * @param <T> a kind of network or configuration
 */
public record Binarized<T>(T result, List<LayerChange> layers) {

  public Binarized {
    layers = List.copyOf(layers);
  }

  /**
   * What became of one layer.
   *
   * @param name the layer's name, or its index where it has none
   * @param type its class before, by its simple name
   * @param oneBit whether it is a one-bit layer now that was none before
   * @param note what changed, or why nothing did
   */
  public record LayerChange(String name, String type, boolean oneBit, String note) {}

  /** The names of the layers that became one-bit ones. */
  public List<String> oneBitLayers() {
    return layers.stream().filter(LayerChange::oneBit).map(LayerChange::name).toList();
  }

  /** A line for each layer. */
  public String report() {
    return layers.stream()
        .map(layer -> "%s (%s): %s%n".formatted(layer.name(), layer.type(), layer.note()))
        .collect(Collectors.joining());
  }
}
