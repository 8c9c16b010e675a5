package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * 8-bit integers times 8-bit weights of which few are not 0, by the kernels of connected float
 * weights. All products and sums are whole numbers below 2^24 in magnitude, so that floats hold
 * them in whatever order they are added.
 */
public final class SparseIntegers implements SparseSource {

  private static final long EXACT = 1L << 24;

  private final int size;
  private final int zeroPoint;
  private final Int8Loops loops;

  private SparseIntegers(TensorType input, int zeroPoint, Int8Loops loops) {
    size = input.size();
    this.zeroPoint = zeroPoint;
    this.loops = loops;
  }

  /** Whether so few weights are not 0 that working with them alone is faster, and exact. */
  public static boolean suits(Int8Convolution operation) {
    if (!SparseShare.isSmall(operation.weights())) {
      return false;
    }
    int zeroPoint = operation.inputZeroPoint();
    long largest = Math.max(zeroPoint - Byte.MIN_VALUE, Byte.MAX_VALUE - zeroPoint);
    int row = operation.weights().length() / operation.outputs();
    for (int n = 0; n < operation.outputs(); n++) {
      long magnitudes = 0;
      for (int i = n * row; i < (n + 1) * row; i++) {
        magnitudes += Math.abs(operation.weights().get(i));
      }
      if (largest * magnitudes >= EXACT) {
        return false;
      }
    }
    return true;
  }

  /** The kernel of a convolution that suits. */
  static ConvolutionKernel convolution(
      Int8Convolution operation, TensorType input, Int8Loops loops) {
    TensorType floats =
        new TensorType(ElementType.FLOAT, input.height(), input.width(), input.channels());
    Convolution connected =
        new Convolution(
            operation.window(),
            operation.outputs(),
            operation.groups(),
            connected(operation.weights()),
            Epilogue.Real.NONE);
    SparseSource source = new SparseIntegers(input, operation.inputZeroPoint(), loops);
    FloatEpilogue epilogue = epilogue(operation, loops);
    return SparseRows.isDense(connected, floats)
        ? new SparseDense(connected, floats, loops.floats(), source, epilogue)
        : new SparseConvolution(connected, floats, loops.floats(), source, epilogue);
  }

  private static Weights.Sparse connected(Bytes weights) {
    Mask mask = weights.nonZero();
    float[] values = new float[mask.count()];
    int to = 0;
    for (int at = mask.next(0); at < mask.length(); at = mask.next(at + 1)) {
      values[to++] = weights.get(at);
    }
    return new Weights.Sparse(mask, new Weights.Real(Floats.of(values)));
  }

  private static FloatEpilogue epilogue(Int8Convolution operation, Int8Loops loops) {
    IntegerSums integers = new IntegerSums(operation, loops.floats());
    int outputs = operation.outputs();
    return (block, sums, count, memory, to, step) -> {
      int[][] totals = memory.counts();
      int lanes = Math.min(ScratchSize.LANES, outputs - block * ScratchSize.LANES);
      for (int r = 0; r < count; r++) {
        loops.add(sums[r], totals[r], 0, lanes, true);
      }
      integers.run(block, totals, count, memory, to, step);
    };
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int counts(int placements) {
    return placements;
  }

  @Override
  public float[] floats(Memory memory) {
    return memory.scratchFloats();
  }

  @Override
  public int load(Memory memory, Slot input, int sample, int to) {
    int from = input.offset(memory) + sample * input.size();
    loops.expand(memory.bytes(), from, zeroPoint, memory.scratchFloats(), to, size);
    return to;
  }
}
