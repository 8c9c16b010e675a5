package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over vectors of the module {@code jdk.incubator.vector}, as wide as the processor prefers.
 *
 * <p>Loaded by name ({@link KernelSelection}), because the module may be absent. Their results have
 * the same bits as those of {@link ScalarKernels}.
 *
 * <p>Vectors are objects that the compiler must make registers of. That of JDK 17 does so in every
 * start of the virtual machine if the loops keep to this:
 *
 * <ul>
 *   <li>A method is only called on a vector whose class the compiler knows at once: on one of the
 *       constants below, or on the result of a call that computes. Of vectors that were loaded,
 *       reinterpreted or converted, or that come from the loop's last turn, it knows no more than
 *       the declared class; they are operands only. Otherwise it relies on the class that it has
 *       seen, until traps were taken in methods of the vector module that it inlines, a hundred in
 *       all; from there on it really calls where the class could differ, and all vectors that meet
 *       the result are objects. Where nothing is computed, -0 is added, or nothing is or-ed.
 *   <li>A method and all that is inlined into it has less than 18,000 of the compiler's nodes: a
 *       computation counts 400, a load 310, a shift 375, a store 225, a constant's broadcast 212.
 *       Beyond, calls are inlined too late to know classes. The compiler inlines methods of up to
 *       325 bytes, and those of up to two implementations of an interface, but not of three.
 *   <li>No method of ours takes or gives a vector.
 * </ul>
 */
final class VectorKernels implements Kernels {

  static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Makes vectors: {@code LONG.broadcast(x)}, whose class is known as that of a constant is. */
  static final LongVector LONG = LongVector.zero(LONGS);

  static final IntVector INT = IntVector.zero(INTS);
  static final FloatVector FLOAT = FloatVector.zero(FLOATS);

  /** What counts bits; null on JDK 17 and 18, which do not have it. */
  static final VectorOperators.Unary BIT_COUNT = bitCount();

  private static final int LEAST_BITS = 256;
  private static final int MOST_BITS = 512;

  /**
   * @throws UnsupportedOperationException if the processor's vectors are not of the right size; the
   *     message says so
   */
  VectorKernels() {
    int bits = LONGS.vectorBitSize();
    if (bits < LEAST_BITS || bits > MOST_BITS) {
      throw new UnsupportedOperationException(
          "this JVM prefers vectors of " + bits + " bits, not 256 or 512");
    }
  }

  private static VectorOperators.Unary bitCount() {
    try {
      return (VectorOperators.Unary) VectorOperators.class.getField("BIT_COUNT").get(null);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError("operators are public", e);
    }
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ConvolutionKernel convolution(Convolution operation, TensorType input) {
    operation.outputType(List.of(input));
    return operation.isOneBit(input)
        ? new BitConvolution(operation, input, new VectorBitLoops())
        : new VectorFloatLoops().convolution(operation, input);
  }

  @Override
  public ConvolutionKernel convolution(Int8Convolution operation, TensorType input) {
    operation.outputType(List.of(input));
    return new VectorInt8Loops().convolution(operation, input);
  }

  @Override
  public PoolKernel pool(Pool operation, TensorType input) {
    return switch (Store.of(input)) {
      case FLOATS -> new FloatPool(operation, input, new VectorPoolLoops());
      case WORDS -> new BitPool(operation, input);
      case BYTES -> new Int8MaxPool(operation, input);
    };
  }

  @Override
  public BitQuantizer quantizer(OneBitQuantizer quantizer) {
    return new VectorQuantizer(quantizer);
  }

  @Override
  public BitQuantizer quantizer(ChannelThreshold threshold) {
    return new VectorThreshold(threshold);
  }

  @Override
  public BitExpander expander(ElementType element) {
    return new VectorExpander(element);
  }

  @Override
  public FloatMap map(Activation activation) {
    return (values, from, to, count) ->
        VectorActivation.run(activation, values, from, values, to, count);
  }

  @Override
  public FloatMap map(Affine operation, int channels) {
    return new VectorAffine(operation, channels);
  }

  @Override
  public FloatFold fold(Elementwise.Combination combination) {
    return VectorFolds.of(combination);
  }

  @Override
  public float sum(float[] values, int start, int end) {
    return VectorSum.of(values, start, end);
  }
}
