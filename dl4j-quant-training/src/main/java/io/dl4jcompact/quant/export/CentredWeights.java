package io.dl4jcompact.quant.export;

import io.dl4jcompact.runtime.graph.Bytes;

/**
 * Weights as integers without a zero point, c = q - z, in the runtime's order. With 8 bits and a
 * zero point they reach from -255 to 255, more than bytes hold; then they are taken apart,
 *
 * <pre> Σ_i x_i·c_i = Σ_i Σ_k x_i·c_ik,  c_ik = ⌊(c_i + k) / copies⌋,  k = 0..copies - 1 </pre>
 *
 * which is exact: the layer reads as many copies of its input channels.
 */
record CentredWeights(int[] centred) {

  /** How many parts a weight needs: 1 if all fit bytes. */
  int copies() {
    int greatest = 1;
    for (int c : centred) {
      greatest = Math.max(greatest, Math.abs(c));
    }
    return (greatest + Byte.MAX_VALUE - 1) / Byte.MAX_VALUE;
  }

  /**
   * The parts of the weights, for each position those of one copy of the channels after another.
   *
   * @param channels of the layer's input, or of a group of them
   */
  Bytes bytes(int channels) {
    int copies = copies();
    byte[] bytes = new byte[centred.length * copies];
    for (int i = 0; i < centred.length; i++) {
      int position = i / channels;
      for (int k = 0; k < copies; k++) {
        int index = (position * copies + k) * channels + i % channels;
        bytes[index] = (byte) Math.floorDiv(centred[i] + k, copies);
      }
    }
    return Bytes.of(bytes);
  }
}
