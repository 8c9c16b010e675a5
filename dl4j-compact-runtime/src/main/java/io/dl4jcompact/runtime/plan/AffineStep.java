package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Affine}. */
final class AffineStep implements Step {

  private final float[] centers;
  private final float[] scales;
  private final float[] shifts;
  private final Slot input;
  private final Slot output;

  AffineStep(Affine operation, Operands operands) {
    int channels = operands.outputType().channels();
    centers = expand(operation.center(), 0, channels);
    scales = expand(operation.scale(), 1, channels);
    shifts = expand(operation.shift(), 0, channels);
    input = operands.input();
    output = operands.output();
  }

  private static float[] expand(Floats parameter, float absent, int channels) {
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = parameter.channel(c, absent);
    }
    return values;
  }

  @Override
  public void run(Memory memory, int batch) {
    int channels = centers.length;
    int from = input.offset(memory);
    int to = output.offset(memory);
    int end = from + batch * input.size();
    for (; from < end; from += channels, to += channels) {
      position(memory.floats(), from, to);
    }
  }

  private void position(float[] values, int from, int to) {
    for (int c = 0; c < centers.length; c++) {
      values[to + c] = (values[from + c] - centers[c]) * scales[c] + shifts[c];
    }
  }
}
