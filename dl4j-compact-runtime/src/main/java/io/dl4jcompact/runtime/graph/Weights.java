package io.dl4jcompact.runtime.graph;

/**
 * Weights of a convolution or dense layer, ordered [output channel][kernel row][kernel
 * column][input channel of the output's group].
 */
public sealed interface Weights {

  /** Number of weights. */
  int count();

  /** Number of weights that are connected; the others are 0, whatever they meet. */
  default int connected() {
    return count();
  }

  /** Bits that one connected weight takes in the model. */
  int bits();

  /** Whether all that are connected are -1 or +1. */
  default boolean areSigns() {
    return this instanceof Signs;
  }

  /** A weight as a float. */
  float get(int index);

  /** 32-bit weights. */
  record Real(Floats values) implements Weights {
    @Override
    public int count() {
      return values.length();
    }

    @Override
    public int bits() {
      return Float.SIZE;
    }

    @Override
    public float get(int index) {
      return values.get(index);
    }
  }

  /** Weights of -1 (bit 0) and +1 (bit 1). */
  record Signs(Bits signs) implements Weights {
    @Override
    public int count() {
      return signs.length();
    }

    @Override
    public int bits() {
      return 1;
    }

    @Override
    public float get(int index) {
      return signs.get(index) ? 1 : -1;
    }
  }

  /**
   * Weights of which only some are connected.
   *
   * @param mask which
   * @param values the connected ones, in their order
   */
  record Sparse(Mask mask, Weights values) implements Weights {

    /**
     * @throws IllegalArgumentException if there are not as many values as connected weights, or
     *     they are sparse themselves
     */
    public Sparse {
      if (values instanceof Sparse) {
        throw new IllegalArgumentException("values must be real or signs, got sparse ones");
      }
      if (values.count() != mask.count()) {
        throw new IllegalArgumentException(
            "expected " + mask.count() + " values for " + mask + ", got " + values.count());
      }
    }

    /** The same as float weights, those that are not connected 0. */
    public Real dense() {
      float[] all = new float[count()];
      int i = 0;
      for (int at = mask.next(0); at < all.length; at = mask.next(at + 1)) {
        all[at] = values.get(i++);
      }
      return new Real(Floats.of(all));
    }

    @Override
    public int count() {
      return mask.length();
    }

    @Override
    public int connected() {
      return mask.count();
    }

    @Override
    public int bits() {
      return values.bits();
    }

    @Override
    public boolean areSigns() {
      return values.areSigns();
    }

    @Override
    public float get(int index) {
      return mask.get(index) ? values.get(mask.countBefore(index)) : 0;
    }
  }
}
