package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;

/** (x - center) · scale + shift, position after position. */
final class ScalarAffine implements FloatMap {

  private final float[] centers;
  private final float[] scales;
  private final float[] shifts;

  ScalarAffine(Affine operation, int channels) {
    centers = expand(operation.center(), 0, channels, channels);
    scales = expand(operation.scale(), 1, channels, channels);
    shifts = expand(operation.shift(), 0, channels, channels);
  }

  /** The values of all channels, over and over. */
  static float[] expand(Floats parameter, float absent, int channels, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = parameter.channel(i % channels, absent);
    }
    return values;
  }

  @Override
  public void run(float[] values, int from, int to, int count) {
    int channels = centers.length;
    for (int i = 0; i < count; i += channels) {
      for (int c = 0; c < channels; c++) {
        values[to + i + c] = (values[from + i + c] - centers[c]) * scales[c] + shifts[c];
      }
    }
  }
}
