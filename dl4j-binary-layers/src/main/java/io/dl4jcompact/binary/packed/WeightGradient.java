package io.dl4jcompact.binary.packed;

/**
 * Weight gradients, G_W = -scale / minibatch · Σ q · e(x), which are used up row by row: no array
 * of floats holds all of them.
 *
 * <p>The sum is over the rows, the positions of all samples. Taps of the window come in groups,
 * each with a transposed copy of what its taps see. Where a sum for each weight takes less room
 * than the planes do, rows come in slices of samples, which add to the sums.
 */
final class WeightGradient {

  /** Bits that a group's copy takes at most, if one tap takes no more. */
  private static final long ROOM = 1 << 23;

  /** Columns of a group at most, if one tap has no more. */
  private static final int COLUMNS = 1 << 11;

  /** Sums that are computed at a time, if an output has no more. */
  private static final int SUMS = 1 << 17;

  private final LayerShape shape;
  private final Slices slices;
  private final TapRows taps;

  WeightGradient(LayerShape shape, Slices slices) {
    this.shape = shape;
    this.slices = slices;
    taps = new TapRows(shape);
  }

  /** Updates weights by their gradient. */
  void update(BitBatch x, SignalPlanes planes, PackedParameter weights) {
    int largest = Math.max(shape.input().size(), shape.output().size());
    boolean some = slices.samples(largest, x.samples()) < x.samples();
    if (some && shape.weights() < planes.count() * words(x.samples())) {
      inSlices(x, planes, largest, weights);
    } else {
      atOnce(x, planes, weights);
    }
  }

  private void inSlices(BitBatch x, SignalPlanes planes, int largest, PackedParameter weights) {
    int group = group(rows(slices.samples(largest, x.samples())));
    int[][][] sums = new int[(shape.window().taps() + group - 1) / group][shape.outputs()][];
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < shape.outputs(); j++) {
        sums[i][j] = new int[count(i * group, group) * shape.input().channels()];
      }
    }
    slices.forEach(
        largest,
        x.samples(),
        (first, count) -> {
          BitBatch some = x.slice(first, count);
          int[][] signal = signal(planes, first, count);
          for (int i = 0; i < sums.length; i++) {
            product(some, i * group, count(i * group, group)).add(signal, 0, sums[i]);
          }
        });
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < shape.outputs(); j++) {
        PlaneProduct.finish(sums[i][j], planes.sums()[j]);
      }
      update(sums[i], 0, planes, x.samples(), weights, i * group);
    }
  }

  private void atOnce(BitBatch x, SignalPlanes planes, PackedParameter weights) {
    int group = group(rows(x.samples()));
    int[][] signal = signal(planes, 0, x.samples());
    for (int tap = 0; tap < shape.window().taps(); tap += group) {
      PlaneProduct product = product(x, tap, count(tap, group));
      int most = Math.max(1, Math.min(shape.outputs(), SUMS / product.columns()));
      for (int first = 0; first < shape.outputs(); first += most) {
        int[][] sums = new int[Math.min(most, shape.outputs() - first)][product.columns()];
        product.run(signal, first, sums, planes.sums());
        update(sums, first, planes, x.samples(), weights, tap);
      }
    }
  }

  /** Words of 32 bits that a plane of some samples takes as rows. */
  private long words(int samples) {
    return 2L * BitBlocks.words(rows(samples)) * shape.outputs();
  }

  private int rows(int samples) {
    return samples * shape.output().positions();
  }

  /** Taps of a group. */
  private int group(int rows) {
    int channels = shape.input().channels();
    return (int) Math.max(1, Math.min(ROOM / channels / rows, COLUMNS / channels));
  }

  /** Taps of the group that begins with a tap. */
  private int count(int tap, int group) {
    return Math.min(group, shape.window().taps() - tap);
  }

  private PlaneProduct product(BitBatch x, int tap, int count) {
    return new PlaneProduct(
        taps.transposed(x, tap, count), rows(x.samples()), count * shape.input().channels());
  }

  /** The planes of some samples, each with its rows for each channel. */
  private int[][] signal(SignalPlanes planes, int first, int count) {
    int[][] signal = new int[planes.count()][];
    for (int k = 0; k < signal.length; k++) {
      long[] transposed = transposed(planes.plane(k).slice(first, count), rows(count));
      signal[k] = PlaneProduct.rows(transposed, shape.outputs(), rows(count));
    }
    return signal;
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

  /**
   * Updates the weights of some outputs and taps.
   *
   * @param sums an array for each output
   * @param first the first output
   * @param tap the first tap
   */
  private void update(
      int[][] sums, int first, SignalPlanes planes, int samples, PackedParameter weights, int tap) {
    int length = sums[0].length;
    float[] gradient = new float[length];
    for (int j = 0; j < sums.length; j++) {
      scale(sums[j], -planes.scale(), samples, gradient);
      int from = (first + j) * shape.fanIn() + tap * shape.input().channels();
      weights.update(gradient, from, length);
    }
  }

  /** Divides last, as Deeplearning4j does. */
  private static void scale(int[] sums, float factor, float samples, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = sums[i] * factor / samples;
    }
  }
}
