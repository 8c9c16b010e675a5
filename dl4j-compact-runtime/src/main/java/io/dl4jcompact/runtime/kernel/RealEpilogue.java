package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;

/** The epilogue f(sum · scale + shift), for blocks of outputs. */
final class RealEpilogue {

  private final float[][] scales;
  private final float[][] shifts;
  private final Activation activation;
  private final boolean identity;

  /**
   * @param lanes outputs of a block; the last block has those that are left
   */
  RealEpilogue(Epilogue.Real epilogue, int outputs, int lanes) {
    activation = epilogue.activation();
    identity = epilogue.scale().isEmpty() && epilogue.shift().isEmpty();
    int blocks = (outputs + lanes - 1) / lanes;
    scales = new float[blocks][];
    shifts = new float[blocks][];
    for (int block = 0; block < blocks; block++) {
      int first = block * lanes;
      int count = Math.min(lanes, outputs - first);
      scales[block] = new float[count];
      shifts[block] = new float[count];
      for (int j = 0; j < count; j++) {
        scales[block][j] = epilogue.scale().channel(first + j, 1);
        shifts[block][j] = epilogue.shift().channel(first + j, 0);
      }
    }
  }

  /**
   * Makes the results of a block from its sums, which are overwritten.
   *
   * @param to where the results go in the target
   */
  void run(int block, float[] sums, float[] target, int to) {
    int count = scales[block].length;
    if (!identity) {
      scaleAndShift(sums, scales[block], shifts[block]);
    }
    ActivationLoop.run(activation, sums, 0, count);
    System.arraycopy(sums, 0, target, to, count);
  }

  private static void scaleAndShift(float[] sums, float[] scales, float[] shifts) {
    for (int j = 0; j < scales.length; j++) {
      sums[j] = sums[j] * scales[j] + shifts[j];
    }
  }
}
