package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Flip}. */
final class FlipStep implements Step {

  private final long[] mask;
  private final Slot input;
  private final Slot output;

  FlipStep(Flip operation, Operands operands) {
    mask = operation.channels().toWords();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    long[] words = memory.words();
    int from = input.offset(memory);
    int to = output.offset(memory);
    int end = from + batch * input.size();
    for (; from < end; from += mask.length, to += mask.length) {
      for (int w = 0; w < mask.length; w++) {
        words[to + w] = words[from + w] ^ mask[w];
      }
    }
  }
}
