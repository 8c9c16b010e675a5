package io.dl4jcompact.export;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What an export made of a network, layer by layer.
 *
 * @param layers in the order in which they run
 */
public record PackReport(List<LayerReport> layers) {

  public PackReport {
    layers = List.copyOf(layers);
  }

  /**
   * The entry of a layer.
   *
   * @throws IllegalArgumentException if the network has no layer of this name
   */
  public LayerReport layer(String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no layer is named '"
                        + name
                        + "', only "
                        + layers.stream().map(LayerReport::name).toList()));
  }

  /** Number of the network's parameters. */
  public long parameters() {
    return sum(LayerReport::parameters);
  }

  /** Bytes that the network's parameters take as floats. */
  public long bytesBefore() {
    return sum(LayerReport::bytesBefore);
  }

  /** Bytes that the model's constants take. */
  public long bytesAfter() {
    return sum(LayerReport::bytesAfter);
  }

  /** Multiply-adds of the whole model for one sample. */
  public MultiplyAdds multiplyAdds() {
    return layers.stream()
        .map(LayerReport::multiplyAdds)
        .reduce(MultiplyAdds.NONE, MultiplyAdds::plus);
  }

  private long sum(ToLongFunction<LayerReport> number) {
    return layers.stream().mapToLong(number).sum();
  }

  /** A table for a console, a line for each layer and one for the totals. */
  public String table() {
    return PackTable.of(this);
  }

  @Override
  public String toString() {
    return table();
  }
}
