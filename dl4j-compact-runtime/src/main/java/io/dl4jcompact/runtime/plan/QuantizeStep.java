package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/**
 * Runs {@link Quantize}: packs the bits of each position into whole words.
 *
 * <p>A bit is the sign of a difference, because comparisons that go either way are branches that
 * the processor cannot predict. Differences of unequal floats are never 0, and equal ones give +0.
 */
final class QuantizeStep implements Step {

  private final boolean sign;
  private final float threshold;
  private final int channels;
  private final Slot input;
  private final Slot output;

  QuantizeStep(Quantize operation, Operands operands) {
    OneBitQuantizer quantizer = operation.quantizer();
    sign = quantizer instanceof SignQuantizer;
    // -0 - (-0) and 0 - (-0) are +0, as are 0 - 0 and 0 - (-0): no zero is beyond a zero threshold.
    threshold = quantizer.threshold() != 0 ? quantizer.threshold() : sign ? -0f : 0f;
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    int from = input.offset(memory);
    int end = from + batch * input.size();
    int word = output.offset(memory);
    for (; from < end; from += channels) {
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        int bits = Math.min(Long.SIZE, channels - c);
        memory.words()[word] =
            sign
                ? notBelow(memory.floats(), from + c, bits)
                : above(memory.floats(), from + c, bits);
      }
    }
  }

  private long above(float[] values, int from, int bits) {
    long word = 0;
    for (int i = 0; i < bits; i++) {
      word |= negative(threshold - values[from + i]) << i;
    }
    return word;
  }

  private long notBelow(float[] values, int from, int bits) {
    long word = 0;
    for (int i = 0; i < bits; i++) {
      word |= (negative(values[from + i] - threshold) ^ 1) << i;
    }
    return word;
  }

  /** 1 for negative numbers, 0 for others and for NaN. */
  private static long negative(float difference) {
    return Float.floatToIntBits(difference) >>> 31;
  }
}
