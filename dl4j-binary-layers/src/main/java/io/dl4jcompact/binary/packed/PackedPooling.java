package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;
import java.util.Optional;

/**
 * A max-pooling of bits: 1 where any bit of the window is. The signal goes to the first 1 of the
 * window, row by row, and to its first bit if there is none.
 */
record PackedPooling(String name, TensorType input, Window window, WorkingSpace space)
    implements PackedStage {

  private static final int NONE = -1;

  @Override
  public TensorType output() {
    return new TensorType(
        input.element(),
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        input.channels());
  }

  @Override
  public BitBatch forward(BitBatch x) {
    TensorType out = output();
    BitBatch y = BitBatch.zeros(out, x.samples());
    int words = x.positionWords();
    int rows = y.rows();
    for (int row = 0; row < rows; row++) {
      for (int tap = 0; tap < window.taps(); tap++) {
        int seen = position(row, tap, out);
        for (int w = 0; seen != NONE && w < words; w++) {
          y.words()[row * words + w] |= x.words()[seen * words + w];
        }
      }
    }
    return y;
  }

  @Override
  public Optional<SampleFloats> backward(
      BitBatch x, SampleFloats signal, StepContext context, boolean needed) {
    if (!needed) {
      signal.close();
      return Optional.empty();
    }
    SampleFloats passed = space.take(x.samples(), input);
    TensorType out = output();
    int largest = Math.max(input.size(), out.size());
    int most = space.slices().samples(largest, x.samples());
    float[] received = new float[most * out.size()];
    float[] spread = new float[most * input.size()];
    space
        .slices()
        .forEach(
            largest,
            x.samples(),
            (first, count) -> {
              signal.read(first, count, received);
              Arrays.fill(spread, 0);
              spread(x.slice(first, count), received, out, spread);
              passed.write(first, count, spread);
            });
    signal.close();
    return Optional.of(passed);
  }

  private void spread(BitBatch x, float[] signal, TensorType out, float[] passed) {
    int channels = input.channels();
    int[] winners = new int[channels];
    int rows = x.samples() * out.positions();
    for (int row = 0; row < rows; row++) {
      winners(x, row, out, winners);
      for (int c = 0; c < channels; c++) {
        passed[winners[c] * channels + c] += signal[row * channels + c];
      }
    }
  }

  /** The position that each channel's signal goes to. */
  private void winners(BitBatch x, int row, TensorType out, int[] winners) {
    Arrays.fill(winners, NONE);
    int words = x.positionWords();
    long[] open = new long[words];
    Arrays.fill(open, -1L);
    for (int tap = 0; tap < window.taps(); tap++) {
      int seen = position(row, tap, out);
      for (int w = 0; seen != NONE && w < words; w++) {
        long found = open[w] & x.words()[seen * words + w];
        open[w] &= ~found;
        for (; found != 0; found &= found - 1) {
          winners[w * Long.SIZE + Long.numberOfTrailingZeros(found)] = seen;
        }
      }
    }
    int first = firstPosition(row, out);
    for (int c = 0; c < winners.length; c++) {
      if (winners[c] == NONE) {
        winners[c] = first;
      }
    }
  }

  private int firstPosition(int row, TensorType out) {
    for (int tap = 0; tap < window.taps(); tap++) {
      int seen = position(row, tap, out);
      if (seen != NONE) {
        return seen;
      }
    }
    throw new AssertionError("a window of pooling sees nothing");
  }

  /** The position among those of all samples that a tap sees; NONE outside of the map. */
  private int position(int row, int tap, TensorType out) {
    int sample = row / out.positions();
    int placement = row % out.positions();
    int y =
        placement / out.width() * window.strideHeight()
            - window.padTop()
            + tap / window.kernelWidth();
    int v =
        placement % out.width() * window.strideWidth()
            - window.padLeft()
            + tap % window.kernelWidth();
    boolean inside = y >= 0 && y < input.height() && v >= 0 && v < input.width();
    return inside ? sample * input.positions() + y * input.width() + v : NONE;
  }
}
