package io.dl4jcompact.export;

/**
 * Multiply-adds for one sample, by what is multiplied.
 *
 * @param oneBit one-bit inputs with ±1 weights: counted bits
 * @param signs float inputs with ±1 weights: additions and subtractions
 * @param int8 8-bit integers with 8-bit integers
 * @param real floats with floats
 */
public record MultiplyAdds(long oneBit, long signs, long int8, long real) {

  /** None. */
  public static final MultiplyAdds NONE = new MultiplyAdds(0, 0, 0, 0);

  /** None of integers of 8 bits. */
  public MultiplyAdds(long oneBit, long signs, long real) {
    this(oneBit, signs, 0, real);
  }

  /** Both. */
  public MultiplyAdds plus(MultiplyAdds other) {
    return new MultiplyAdds(
        oneBit + other.oneBit, signs + other.signs, int8 + other.int8, real + other.real);
  }

  /** All of them. */
  public long total() {
    return oneBit + signs + int8 + real;
  }
}
