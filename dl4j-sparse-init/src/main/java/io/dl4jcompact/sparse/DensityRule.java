package io.dl4jcompact.sparse;

/**
 * How much denser than another a layer is, before all are scaled so that the whole network has the
 * density that is asked for.
 *
 * <p>A layer's weights have a shape whose first two lengths are its numbers of neurons or channels,
 * n_in and n_out in either order; all others are its kernel's. The formulas are symmetric in n_in
 * and n_out.
 */
public enum DensityRule {
  /** The same density everywhere. */
  UNIFORM {
    @Override
    double weight(long[] shape) {
      return 1;
    }
  },
  /**
   * Erdős–Rényi: (n_in + n_out) / (n_in · n_out).
   *
   * @see <a href="https://arxiv.org/abs/1707.04780">Mocanu et al. 2018, eq. 1</a>
   */
  ERDOS_RENYI {
    @Override
    double weight(long[] shape) {
      return ((double) shape[0] + shape[1]) / ((double) shape[0] * shape[1]);
    }
  },
  /**
   * Erdős–Rényi-kernel: (n_in + n_out + k_1 + k_2 + ..) / (n_in · n_out · k_1 · k_2 · ..); without
   * a kernel as {@link #ERDOS_RENYI}.
   *
   * @see <a href="https://arxiv.org/abs/1911.11134">Evci et al. 2020, section 3</a>
   */
  ERDOS_RENYI_KERNEL {
    @Override
    double weight(long[] shape) {
      double sum = 0;
      double product = 1;
      for (long length : shape) {
        sum += length;
        product *= length;
      }
      return sum / product;
    }
  };

  /** A layer's density but for a factor that all layers share. */
  abstract double weight(long[] shape);
}
