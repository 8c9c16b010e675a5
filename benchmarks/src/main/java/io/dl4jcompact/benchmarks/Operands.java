package io.dl4jcompact.benchmarks;

/**
 * What is multiplied.
 *
 * @param inputs ordered [sample][row][column][channel]
 * @param weights ordered [output][kernel row][kernel column][channel]
 */
record Operands(Product product, byte[] inputs, byte[] weights) {

  /** {@link #inputs} ordered [sample][channel][row][column]. */
  byte[] inputsChannelsFirst() {
    return channelsFirst(inputs, product.type().positions(), product.type().channels());
  }

  /** {@link #weights} ordered [output][channel][kernel row][kernel column]. */
  byte[] weightsChannelsFirst() {
    return channelsFirst(weights, product.window().taps(), product.type().channels());
  }

  /** {@link #weights} of a dense layer, ordered [channel][output]. */
  byte[] weightsOutputsLast() {
    return channelsFirst(weights, product.outputs(), product.depth());
  }

  /** [..][position][channel] to [..][channel][position]. */
  private static byte[] channelsFirst(byte[] values, int positions, int channels) {
    byte[] turned = new byte[values.length];
    int map = positions * channels;
    for (int i = 0; i < values.length; i++) {
      int start = i / map * map;
      turned[start + i % channels * positions + i % map / channels] = values[i];
    }
    return turned;
  }
}
