package io.dl4jcompact.sparse.structure;

import java.util.List;

/**
 * The shape of what goes from a layer to the next, for one sample.
 *
 * @param kind how the lengths are meant
 * @param channels neurons of a vector, channels of a map, values of a token
 * @param height of a map, number of tokens, 1 for a vector
 * @param width of a map, else 1
 */
public record SignalShape(Kind kind, long channels, long height, long width) {

  private static final long MOST = 1 << 20;

  /** What a layer sees. */
  public enum Kind {
    /** Neurons. */
    VECTOR,
    /** Channels at height × width positions. */
    MAP,
    /** A list of vectors, as in vision transformers. */
    TOKENS
  }

  /** Neurons. */
  public static SignalShape vector(long neurons) {
    return new SignalShape(Kind.VECTOR, neurons, 1, 1);
  }

  /** Channels, height, width. */
  public static SignalShape map(long channels, long height, long width) {
    return new SignalShape(Kind.MAP, channels, height, width);
  }

  /** Vectors of the same number of values. */
  public static SignalShape tokens(long number, long values) {
    return new SignalShape(Kind.TOKENS, values, number, 1);
  }

  /**
   * A shape as files tell it.
   *
   * @param lengths [neurons] or [channels, height, width], each from 1 to 1,048,576
   * @throws IllegalArgumentException for another number of lengths, or one out of its range
   */
  static SignalShape of(List<Integer> lengths) {
    if (lengths.size() != 1 && lengths.size() != 3) {
      throw new IllegalArgumentException(
          "input has %d lengths, expected [neurons] or [channels, height, width]"
              .formatted(lengths.size()));
    }
    lengths.forEach(length -> Named.requireRange("input", length, 1, MOST));
    return lengths.size() == 1
        ? vector(lengths.get(0))
        : map(lengths.get(0), lengths.get(1), lengths.get(2));
  }

  /** The number of positions that a layer's weights are used at. */
  public long positions() {
    return Math.multiplyExact(height, width);
  }

  /** The number of values. */
  public long size() {
    return Math.multiplyExact(channels, positions());
  }

  /** Neurons; channels×height×width; or tokens×values. */
  @Override
  public String toString() {
    return switch (kind) {
      case VECTOR -> String.valueOf(channels);
      case MAP -> channels + "x" + height + "x" + width;
      case TOKENS -> height + "x" + channels;
    };
  }
}
