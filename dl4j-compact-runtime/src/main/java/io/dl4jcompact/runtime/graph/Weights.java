package io.dl4jcompact.runtime.graph;

/**
 * Weights of a convolution or dense layer, ordered [output channel][kernel row][kernel
 * column][input channel of the output's group].
 */
public sealed interface Weights {

  /** Number of weights. */
  int count();

  /** Bits that one weight takes in the model. */
  int bits();

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
}
