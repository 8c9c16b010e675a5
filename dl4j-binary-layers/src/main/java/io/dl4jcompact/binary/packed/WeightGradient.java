package io.dl4jcompact.binary.packed;

/**
 * Weight gradients, G_W = -scale / minibatch · Σ q · e(x), which are used up row by row: no array
 * holds all of them.
 *
 * <p>The sum is over the rows, the positions of all samples. Taps of the window come in groups,
 * each with a transposed copy of what its taps see.
 */
final class WeightGradient {

  /** Bits that a group's copy takes at most, if one tap takes no more. */
  private static final long ROOM = 1 << 23;

  /** Columns of a group at most, if one tap has no more. */
  private static final int COLUMNS = 1 << 11;

  /** Sums that are computed at a time, if an output has no more. */
  private static final int SUMS = 1 << 17;

  private final LayerShape shape;
  private final TapRows taps;

  WeightGradient(LayerShape shape) {
    this.shape = shape;
    taps = new TapRows(shape);
  }

  /** Updates weights by their gradient. */
  void update(BitBatch x, SignalPlanes planes, PackedParameter weights) {
    int rows = x.samples() * shape.output().positions();
    int channels = shape.input().channels();
    long[][] transposed = new long[planes.count()][];
    for (int k = 0; k < planes.count(); k++) {
      transposed[k] = transposed(planes.plane(k), rows);
    }
    int group = (int) Math.max(1, Math.min(ROOM / channels / rows, COLUMNS / channels));
    for (int tap = 0; tap < shape.window().taps(); tap += group) {
      int count = Math.min(group, shape.window().taps() - tap);
      PlaneProduct product =
          new PlaneProduct(taps.transposed(x, tap, count), rows, count * channels);
      int[][] signal = new int[planes.count()][];
      for (int k = 0; k < signal.length; k++) {
        signal[k] = product.rows(transposed[k], shape.outputs());
      }
      update(product, signal, planes, x.samples(), weights, tap * channels);
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
      PlaneProduct product,
      int[][] signal,
      SignalPlanes planes,
      int samples,
      PackedParameter weights,
      int offset) {
    int length = product.columns();
    int most = Math.max(1, Math.min(shape.outputs(), SUMS / length));
    float[] gradient = new float[length];
    for (int first = 0; first < shape.outputs(); first += most) {
      int[][] sums = new int[Math.min(most, shape.outputs() - first)][length];
      product.run(signal, first, sums, planes.sums());
      for (int j = 0; j < sums.length; j++) {
        scale(sums[j], -planes.scale(), samples, gradient);
        weights.update(gradient, (first + j) * shape.fanIn() + offset, length);
      }
    }
  }

  /** Divides last, as Deeplearning4j does. */
  private static void scale(int[] sums, float factor, float samples, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = sums[i] * factor / samples;
    }
  }
}
