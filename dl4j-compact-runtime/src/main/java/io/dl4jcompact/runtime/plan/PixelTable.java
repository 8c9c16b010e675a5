package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.TensorType;

/** The input that each pixel becomes, looked up: one table for all channels, or one for each. */
final class PixelTable {

  private static final int MASK = PixelScaling.LEVELS - 1;

  private final float[] values;
  private final int positions;
  private final int channels;
  private final int step;

  PixelTable(PixelScaling scaling, TensorType type) {
    positions = type.positions();
    channels = type.channels();
    step = scaling.count() == 1 ? 0 : PixelScaling.LEVELS;
    values = new float[scaling.count() * PixelScaling.LEVELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = scaling.apply(i / PixelScaling.LEVELS, i & MASK);
    }
  }

  /** Bytes that a table takes. */
  static long bytes(PixelScaling scaling) {
    return (long) scaling.count() * PixelScaling.LEVELS * Float.BYTES;
  }

  /** Converts one sample of unsigned bytes, channels first, to floats, channels last. */
  void run(byte[] source, int from, float[] target, int to) {
    for (int channel = 0; channel < channels; channel++) {
      int table = channel * step;
      int next = from + channel * positions;
      int put = to + channel;
      for (int position = 0; position < positions; position++) {
        target[put] = values[table + (source[next + position] & MASK)];
        put += channels;
      }
    }
  }
}
