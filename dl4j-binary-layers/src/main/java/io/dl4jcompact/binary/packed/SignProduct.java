package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.Kernels;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import java.util.List;

/**
 * Sums of bits x of 0 and 1 times weights e(w) of ±1, by the runtime's packed kernels:
 *
 * <pre> p[y, x, n] = Σ x[y·s + i - pad, x·s + j - pad, c] · e(w[n, i, j, c]) </pre>
 *
 * <p>They are exact integers as floats, of positions first and channels last. Some samples are
 * computed at a time, so that sums take little room.
 */
final class SignProduct {

  /** Floats of sums that are computed at a time at most, if one sample has no more. */
  private static final int ROOM = 1 << 17;

  private final ConvolutionKernel kernel;
  private final Memory memory;
  private final Slot input;
  private final Slot output;
  private final int capacity;

  /**
   * @param input the type of a sample
   * @param weights tightly packed, [output][tap][channel]
   * @param samples the most samples that {@link #run} gets
   */
  SignProduct(
      Kernels kernels, TensorType input, Window window, int outputs, long[] weights, int samples) {
    int count = Math.multiplyExact(outputs, Math.multiplyExact(window.taps(), input.channels()));
    Convolution operation =
        new Convolution(
            window, outputs, new Weights.Signs(Bits.of(weights, count)), Epilogue.Real.NONE);
    TensorType result = operation.outputType(List.of(input));
    kernel = kernels.convolution(operation, input);
    this.input = new Slot(Store.WORDS, 0, Slot.sizeOf(input));
    output = new Slot(Store.FLOATS, 0, Slot.sizeOf(result));
    capacity = Math.max(1, Math.min(samples, ROOM / output.size()));
    memory =
        new Memory(capacity, new SampleSize(output.size(), this.input.size(), 0), kernel.scratch());
  }

  /** The most samples at a time. */
  int capacity() {
    return capacity;
  }

  /**
   * The sums of some samples, from the start of an array that the next call overwrites.
   *
   * @param from where their words start
   * @param count number of samples, at most {@link #capacity}
   */
  float[] run(long[] words, int from, int count) {
    System.arraycopy(words, from, memory.words(), 0, count * input.size());
    kernel.run(memory, input, output, count);
    return memory.floats();
  }
}
