package io.dl4jcompact.export;

/**
 * Multiply-adds for one sample, by what is multiplied.
 *
 * @param oneBit one-bit inputs with ±1 weights: counted bits
 * @param signs float inputs with ±1 weights: additions and subtractions
 * @param real floats with floats
 */
public record MultiplyAdds(long oneBit, long signs, long real) {

  /** None. */
  public static final MultiplyAdds NONE = new MultiplyAdds(0, 0, 0);

  /** Both. */
  public MultiplyAdds plus(MultiplyAdds other) {
    return new MultiplyAdds(oneBit + other.oneBit, signs + other.signs, real + other.real);
  }

  /** All of them. */
  public long total() {
    return oneBit + signs + real;
  }
}
