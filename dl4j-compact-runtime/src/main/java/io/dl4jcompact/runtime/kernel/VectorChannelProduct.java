package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import io.dl4jcompact.runtime.graph.Weights;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Depthwise float products by vectors of channels, four rows at a time. */
final class VectorChannelProduct implements FloatProduct {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();
  private static final int ROWS = 4;

  /** For each tap, the weights of all channels. */
  private final float[] weights;

  private final int[] offsets;
  private final int outputs;

  VectorChannelProduct(Weights weights, int first, int outputs, int[] offsets) {
    this.outputs = outputs;
    this.offsets = offsets;
    this.weights = new float[offsets.length * outputs];
    for (int j = 0; j < outputs; j++) {
      for (int tap = 0; tap < offsets.length; tap++) {
        this.weights[tap * outputs + j] = weights.get((first + j) * offsets.length + tap);
      }
    }
  }

  @Override
  public void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to) {
    int last = first + count - 1;
    for (int r = first; r <= last; r += ROWS) {
      int a = base + origins[r];
      int b = base + origins[Math.min(r + 1, last)];
      int c = base + origins[Math.min(r + 2, last)];
      int d = base + origins[Math.min(r + 3, last)];
      int row = to + r - first;
      int stop = to + count - 1;
      float[] as = sums[row];
      float[] bs = sums[Math.min(row + 1, stop)];
      float[] cs = sums[Math.min(row + 2, stop)];
      float[] ds = sums[Math.min(row + 3, stop)];
      int lastVector = outputs - WIDTH;
      int channel = 0;
      for (; channel < outputs && lastVector >= 0; channel += WIDTH) {
        int at = Math.min(channel, lastVector);
        four(source, a, b, c, d, offsets, weights, at, outputs, as, bs, cs, ds);
      }
      for (; channel < outputs; channel++) {
        as[channel] = sum(source, a + channel, channel);
        bs[channel] = sum(source, b + channel, channel);
        cs[channel] = sum(source, c + channel, channel);
        ds[channel] = sum(source, d + channel, channel);
      }
    }
  }

  private static void four(
      float[] x,
      int a,
      int b,
      int c,
      int d,
      int[] offsets,
      float[] w,
      int channel,
      int step,
      float[] as,
      float[] bs,
      float[] cs,
      float[] ds) {
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector sa = zero;
    FloatVector sb = zero;
    FloatVector sc = zero;
    FloatVector sd = zero;
    int at = channel;
    for (int tap = 0; tap < offsets.length; tap++, at += step) {
      int offset = offsets[tap] + channel;
      FloatVector v = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, w, at));
      sa = v.lanewise(FMA, FloatVector.fromArray(FLOATS, x, a + offset), sa);
      sb = v.lanewise(FMA, FloatVector.fromArray(FLOATS, x, b + offset), sb);
      sc = v.lanewise(FMA, FloatVector.fromArray(FLOATS, x, c + offset), sc);
      sd = v.lanewise(FMA, FloatVector.fromArray(FLOATS, x, d + offset), sd);
    }
    zero.add(sa).intoArray(as, channel);
    zero.add(sb).intoArray(bs, channel);
    zero.add(sc).intoArray(cs, channel);
    zero.add(sd).intoArray(ds, channel);
  }

  private float sum(float[] x, int from, int channel) {
    float chain = 0;
    for (int tap = 0; tap < offsets.length; tap++) {
      chain = Math.fma(x[from + offsets[tap]], weights[tap * outputs + channel], chain);
    }
    return chain + 0;
  }
}
