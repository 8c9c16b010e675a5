package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.kernel.Kernels;

/**
 * Weight gradients, G_W = -scale / minibatch · Σ_k factor(k) · (plane k)ᵀ · e(x), which are used up
 * row by row: no array holds all of them.
 *
 * <p>The sum is over the rows, the positions of all samples. Taps of the window come in groups,
 * each with a transposed copy of what its taps see.
 */
final class WeightGradient {

  /** Bits that a group's copy takes at most, if one tap takes no more. */
  private static final long ROOM = 1 << 23;

  private final LayerShape shape;
  private final Kernels kernels;
  private final TapRows taps;

  WeightGradient(LayerShape shape, Kernels kernels) {
    this.shape = shape;
    this.kernels = kernels;
    taps = new TapRows(shape);
  }

  /** Updates weights by their gradient. */
  void update(BitBatch x, SignalPlanes planes, BitParameter weights) {
    int rows = x.samples() * shape.output().positions();
    int channels = shape.input().channels();
    long[][] transposed = new long[planes.count()][];
    for (int k = 0; k < planes.count(); k++) {
      transposed[k] = transposed(planes.plane(k), rows);
    }
    int group = (int) Math.max(1, Math.min(shape.window().taps(), ROOM / channels / rows));
    for (int tap = 0; tap < shape.window().taps(); tap += group) {
      int count = Math.min(group, shape.window().taps() - tap);
      long[] seen = taps.transposed(x, tap, count);
      SignProduct product =
          SignProduct.ofRows(kernels, rows, count * channels, seen, shape.outputs());
      float factor = -planes.scale() / x.samples();
      update(product, planes, transposed, factor, weights, tap * channels);
    }
  }

  /** A plane's rows for each channel, in whole words. */
  private long[] transposed(BitBatch plane, int rows) {
    long stride = (long) BitBlocks.words(rows) * Long.SIZE;
    int outputs = shape.outputs();
    long[] result = new long[Math.multiplyExact(outputs, BitBlocks.words(rows))];
    long from = (long) plane.positionWords() * Long.SIZE;
    BitBlocks.transpose(plane.words(), 0, from, rows, outputs, result, 0, stride);
    return result;
  }

  private void update(
      SignProduct product,
      SignalPlanes planes,
      long[][] transposed,
      float factor,
      BitParameter weights,
      int offset) {
    int words = transposed[0].length / shape.outputs();
    int length = product.sums();
    float[][] gradient = new float[product.capacity()][length];
    for (int first = 0; first < shape.outputs(); first += product.capacity()) {
      int count = Math.min(product.capacity(), shape.outputs() - first);
      for (int k = 0; k < planes.count(); k++) {
        float[] sums = product.run(transposed[k], first * words, count);
        for (int j = 0; j < count; j++) {
          add(sums, j * length, planes.factor(k), k == 0, gradient[j]);
        }
      }
      for (int j = 0; j < count; j++) {
        scale(gradient[j], factor);
        weights.update(gradient[j], (first + j) * shape.fanIn() + offset, length);
      }
    }
  }

  private static void add(float[] sums, int from, float factor, boolean first, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (first ? 0 : to[i]) + factor * sums[from + i];
    }
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }
}
