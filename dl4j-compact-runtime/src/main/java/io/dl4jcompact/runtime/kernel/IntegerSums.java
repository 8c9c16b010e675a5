package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.FixedPoint;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Requantization;

/**
 * What becomes of integer sums, a block of {@link ScratchSize#LANES} outputs at a time: the bias is
 * added, and they are floats, or 8-bit integers.
 */
final class IntegerSums {

  private static final int LANES = ScratchSize.LANES;

  private final int outputs;
  private final int[] bias;

  /** Of sums that become floats; else null. */
  private final FloatEpilogue real;

  private final long[] multipliers;
  private final long[] halves;
  private final int[] shifts;
  private final Int8Range range;

  IntegerSums(Int8Convolution operation, FloatLoops loops) {
    outputs = operation.outputs();
    bias = operation.bias().length() == 0 ? new int[outputs] : operation.bias().toArray();
    if (operation.epilogue() instanceof Epilogue.Real epilogue) {
      real = loops.epilogue(epilogue, outputs);
      range = null;
      multipliers = new long[0];
      halves = new long[0];
      shifts = new int[0];
    } else {
      Requantization requantization = (Requantization) operation.epilogue();
      real = null;
      range = requantization.range();
      multipliers = new long[outputs];
      halves = new long[outputs];
      shifts = new int[outputs];
      for (int n = 0; n < outputs; n++) {
        FixedPoint factor = requantization.factor(n);
        multipliers[n] = factor.multiplier();
        shifts[n] = factor.shift();
        // The bias is multiplied and goes with what rounds, once and for all.
        halves[n] =
            bias[n] * multipliers[n] + requantization.offset(n) + (1L << factor.shift() - 1);
      }
    }
  }

  /**
   * Writes the results of a block.
   *
   * @param sums an array a placement, with a sum a lane
   * @param count number of placements
   * @param to where the first placement's results start in the output's arena
   * @param step from where a placement's results start to where the next one's do
   */
  void run(int block, int[][] sums, int count, Memory memory, int to, int step) {
    int first = block * LANES;
    int lanes = Math.min(LANES, outputs - first);
    if (real == null) {
      for (int r = 0; r < count; r++) {
        requantize(sums[r], first, lanes, memory.bytes(), to + r * step + first);
      }
      return;
    }
    for (int r = 0; r < count; r++) {
      toFloats(sums[r], first, lanes, memory.sums()[r]);
    }
    real.run(block, memory.sums(), count, memory, to, step);
  }

  private void toFloats(int[] sums, int first, int lanes, float[] target) {
    for (int j = 0; j < lanes; j++) {
      target[j] = sums[j] + bias[first + j];
    }
  }

  private void requantize(int[] sums, int first, int lanes, byte[] target, int to) {
    for (int j = 0; j < lanes; j++) {
      int n = first + j;
      target[to + j] = range.place(sums[j] * multipliers[n] + halves[n] >> shifts[n]);
    }
  }
}
