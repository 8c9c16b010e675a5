package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The epilogue f(sum · scale + shift) for consecutive placements, in place. */
final class VectorRealEpilogue {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;

  private final float[] scales;
  private final float[] shifts;
  private final Activation activation;
  private final boolean identity;

  VectorRealEpilogue(Epilogue.Real epilogue, int outputs) {
    activation = epilogue.activation();
    identity = epilogue.scale().isEmpty() && epilogue.shift().isEmpty();
    scales = new float[outputs];
    shifts = new float[outputs];
    for (int n = 0; n < outputs; n++) {
      scales[n] = epilogue.scale().channel(n, 1);
      shifts[n] = epilogue.shift().channel(n, 0);
    }
  }

  /** Makes the results of count placements from their sums. */
  void run(float[] values, int from, int count) {
    if (!identity) {
      int vectors = FLOATS.loopBound(scales.length);
      for (int n = 0; n < vectors; n += FLOATS.length()) {
        scaleAndShift(values, from + n, count, scales, shifts, n);
      }
      for (int n = vectors; n < scales.length; n++) {
        scaleAndShiftOne(values, from + n, count, scales.length, scales[n], shifts[n]);
      }
    }
    ActivationLoop.run(activation, values, from, count * scales.length);
  }

  private static void scaleAndShift(
      float[] values, int from, int count, float[] scales, float[] shifts, int n) {
    FloatVector scale = FloatVector.fromArray(FLOATS, scales, n);
    FloatVector shift = FloatVector.fromArray(FLOATS, shifts, n);
    int at = from;
    for (int i = 0; i < count; i++, at += scales.length) {
      FloatVector.fromArray(FLOATS, values, at).mul(scale).add(shift).intoArray(values, at);
    }
  }

  private static void scaleAndShiftOne(
      float[] values, int from, int count, int step, float scale, float shift) {
    int at = from;
    for (int i = 0; i < count; i++, at += step) {
      values[at] = values[at] * scale + shift;
    }
  }
}
