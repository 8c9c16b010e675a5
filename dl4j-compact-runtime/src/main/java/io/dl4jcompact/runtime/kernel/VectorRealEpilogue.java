package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The epilogue f(sum · scale + shift) by vectors, for blocks of {@link ScratchSize#LANES}. */
final class VectorRealEpilogue {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final int WIDTH = FLOATS.length();
  private static final int LANES = ScratchSize.LANES;

  private final float[] scales;
  private final float[] shifts;
  private final Activation activation;
  private final int outputs;

  VectorRealEpilogue(Epilogue.Real epilogue, int outputs) {
    this.outputs = outputs;
    activation = epilogue.activation();
    int padded = (outputs + WIDTH - 1) / WIDTH * WIDTH;
    scales = new float[padded];
    shifts = new float[padded];
    for (int n = 0; n < outputs; n++) {
      scales[n] = epilogue.scale().channel(n, 1);
      shifts[n] = epilogue.shift().channel(n, 0);
    }
  }

  /**
   * Makes the results of a block from its sums, which are overwritten.
   *
   * @param to where the results go in the target
   */
  void run(int block, float[] sums, float[] target, int to) {
    int first = block * LANES;
    int count = Math.min(LANES, outputs - first);
    scaleAndShift(sums, count, scales, shifts, first);
    VectorActivation.run(activation, sums, 0, sums, 0, count);
    System.arraycopy(sums, 0, target, to, count);
  }

  private static void scaleAndShift(
      float[] sums, int count, float[] scales, float[] shifts, int first) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector scale = FloatVector.fromArray(FLOATS, scales, first + j);
      FloatVector shift = FloatVector.fromArray(FLOATS, shifts, first + j);
      FloatVector.fromArray(FLOATS, sums, j).mul(scale).add(shift).intoArray(sums, j);
    }
  }
}
