package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Mask;

/** 8-bit weights of which many are 0, as a mask and the others. */
final class SparseBytes {

  private SparseBytes() {}

  /** Whether weights are so few that they are written so. */
  static boolean isFor(Bytes weights) {
    return weights.nonZero().saves(Byte.SIZE);
  }

  static void write(Bytes weights, OpWriter to) throws ModelFormatException {
    Mask mask = weights.nonZero();
    byte[] values = new byte[mask.count()];
    int next = 0;
    for (int at = mask.next(0); at < mask.length(); at = mask.next(at + 1)) {
      values[next++] = weights.get(at);
    }
    WeightsCodec.writeMask(mask, to);
    to.bytes("weights", Bytes.of(values));
  }

  /**
   * @throws IllegalArgumentException if there are not as many weights as the mask says, or one of
   *     them is 0
   */
  static Bytes read(OpReader from) throws ModelFormatException {
    Mask mask = WeightsCodec.readMask(from);
    Bytes values = from.bytes("weights");
    if (values.length() != mask.count() || values.nonZero().count() != mask.count()) {
      throw new IllegalArgumentException(
          "expected %d weights that are not 0 for %s, got %d of %d"
              .formatted(mask.count(), mask, values.nonZero().count(), values.length()));
    }
    if (!mask.saves(Byte.SIZE)) {
      throw new IllegalArgumentException(
          "weights are written as sparse, all of them would be shorter: " + mask);
    }
    byte[] weights = new byte[mask.length()];
    int next = 0;
    for (int at = mask.next(0); at < weights.length; at = mask.next(at + 1)) {
      weights[at] = values.get(next++);
    }
    return Bytes.of(weights);
  }
}
