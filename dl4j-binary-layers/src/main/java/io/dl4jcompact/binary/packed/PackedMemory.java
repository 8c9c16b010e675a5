package io.dl4jcompact.binary.packed;

import java.util.List;
import java.util.Locale;

/**
 * What the bits of a {@link PackedTrainer} take, layer by layer, from one step to the next.
 *
 * @param layers the Boolean layers in the network's order
 */
public record PackedMemory(List<Layer> layers) {

  /** Weight, gradient and two moments, each a float. */
  private static final int ADAM_BYTES = 4 * Float.BYTES;

  public PackedMemory {
    layers = List.copyOf(layers);
  }

  /**
   * One Boolean layer.
   *
   * @param name of the layer
   * @param bits number of its weights and biases
   * @param bitBytes bytes that they take
   * @param accumulatorBytes bytes that their accumulators take
   */
  public record Layer(String name, long bits, long bitBytes, long accumulatorBytes) {

    /** Bytes that both take. */
    public long bytes() {
      return bitBytes + accumulatorBytes;
    }

    /** What as many floats take that Deeplearning4j trains by Adam: 16 bytes each. */
    public long adamBytes() {
      return bits * ADAM_BYTES;
    }
  }

  /** Bytes of all layers. */
  public long bytes() {
    return layers.stream().mapToLong(Layer::bytes).sum();
  }

  /** What all of them would take as floats that Deeplearning4j trains by Adam. */
  public long adamBytes() {
    return layers.stream().mapToLong(Layer::adamBytes).sum();
  }

  /** A table, a line a layer. */
  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder(
            "layer                      bits   weights, B  accumulators, B  as floats with Adam, B\n");
    for (Layer layer : layers) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-20s %,10d %,12d %,16d %,23d%n",
              layer.name(),
              layer.bits(),
              layer.bitBytes(),
              layer.accumulatorBytes(),
              layer.adamBytes()));
    }
    return table.toString();
  }
}
