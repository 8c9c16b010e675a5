package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;

/** The epilogue f(sum · scale + shift) with one scale and shift for every output. */
final class RealEpilogue {

  private final float[] scales;
  private final float[] shifts;
  private final Activation activation;
  private final boolean identity;

  RealEpilogue(Epilogue.Real epilogue, int outputs) {
    activation = epilogue.activation();
    identity = epilogue.scale().isEmpty() && epilogue.shift().isEmpty();
    scales = new float[outputs];
    shifts = new float[outputs];
    for (int n = 0; n < outputs; n++) {
      scales[n] = epilogue.scale().channel(n, 1);
      shifts[n] = epilogue.shift().channel(n, 0);
    }
  }

  /**
   * Replaces the sums of some outputs at one placement by the results.
   *
   * @param from where they start in the values
   * @param output the first output
   * @param count number of outputs
   */
  void run(float[] values, int from, int output, int count) {
    if (!identity) {
      scaleAndShift(values, from, output, count);
    }
    ActivationLoop.run(activation, values, from, count);
  }

  private void scaleAndShift(float[] values, int from, int output, int count) {
    for (int i = 0; i < count; i++) {
      values[from + i] = values[from + i] * scales[output + i] + shifts[output + i];
    }
  }
}
