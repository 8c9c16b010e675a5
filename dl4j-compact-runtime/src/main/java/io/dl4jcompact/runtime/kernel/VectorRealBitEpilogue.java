package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link RealBitEpilogue}, with vectors. */
final class VectorRealBitEpilogue implements BitEpilogue {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final IntVector INT = VectorKernels.INT;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int LANES = SignRows.LANES;

  private final float[] scales;
  private final float[] shifts;
  private final Activation activation;
  private final BitSums sums;
  private final int outputs;

  VectorRealBitEpilogue(Epilogue.Real epilogue, BitSums sums, int outputs) {
    this.sums = sums;
    this.outputs = outputs;
    activation = epilogue.activation();
    scales = new float[SignRows.blocks(outputs) * LANES];
    shifts = new float[scales.length];
    for (int n = 0; n < outputs; n++) {
      scales[n] = epilogue.scale().channel(n, 1);
      shifts[n] = epilogue.shift().channel(n, 0);
    }
  }

  @Override
  public void start(int block, int placementClass, int ones, int[] counts) {
    Arrays.fill(counts, 0, LANES, 0);
  }

  @Override
  public void finish(int block, int placementClass, int ones, int[] counts, Memory memory, int to) {
    int[] offsets = sums.offsets()[sums.index(placementClass, block)];
    float[] values = memory.sums()[0];
    int first = block * LANES;
    scaleAndShift(counts, sums.shift(), ones, offsets, scales, shifts, first, values);
    int count = SignRows.lanes(block, outputs);
    VectorActivation.run(activation, values, 0, memory.floats(), to + first, count);
  }

  private static void scaleAndShift(
      int[] counts,
      int shift,
      int ones,
      int[] offsets,
      float[] scales,
      float[] shifts,
      int first,
      float[] values) {
    for (int j = 0; j < LANES; j += INTS.length()) {
      IntVector sum = INT.broadcast(0).or(IntVector.fromArray(INTS, counts, j));
      sum = sum.lanewise(LSHL, shift).sub(ones).sub(IntVector.fromArray(INTS, offsets, j));
      FloatVector value = (FloatVector) sum.convertShape(I2F, FLOATS, 0);
      FLOAT
          .broadcast(-0f)
          .add(value)
          .mul(FloatVector.fromArray(FLOATS, scales, first + j))
          .add(FloatVector.fromArray(FLOATS, shifts, first + j))
          .intoArray(values, j);
    }
  }
}
