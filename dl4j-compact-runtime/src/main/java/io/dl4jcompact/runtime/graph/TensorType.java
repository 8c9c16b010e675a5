package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/**
 * Type of a value for one sample: height × width positions of channels each. A vector of n is 1 × 1
 * × n.
 *
 * @param element what each element is
 * @param height rows of positions, at least 1
 * @param width columns of positions, at least 1
 * @param channels elements at each position, at least 1
 */
public record TensorType(ElementType element, int height, int width, int channels) {

  /** The most elements one sample's value may have. */
  public static final int MAX_ELEMENTS = 1 << 28;

  /**
   * @throws IllegalArgumentException if a dimension is below 1 or the product above {@value
   *     #MAX_ELEMENTS}
   */
  public TensorType {
    Objects.requireNonNull(element, "element");
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "dimensions must be at least 1, got " + describe(height, width, channels));
    }
    // Divisions, since the product itself may not fit a long.
    if (width > MAX_ELEMENTS / height || channels > MAX_ELEMENTS / height / width) {
      throw new IllegalArgumentException(
          describe(height, width, channels)
              + " has more than "
              + MAX_ELEMENTS
              + " elements, which is the limit for one sample's value");
    }
  }

  /** A vector of floats. */
  public static TensorType vector(int length) {
    return new TensorType(ElementType.FLOAT, 1, 1, length);
  }

  /** A map of floats. */
  public static TensorType map(int height, int width, int channels) {
    return new TensorType(ElementType.FLOAT, height, width, channels);
  }

  /** The same dimensions with other elements. */
  public TensorType with(ElementType other) {
    return new TensorType(other, height, width, channels);
  }

  /** The same element type and positions with another number of channels. */
  public TensorType withChannels(int other) {
    return new TensorType(element, height, width, other);
  }

  // Those that records get are made by method handles when first called, which delays a start.
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorType type
        && element == type.element
        && height == type.height
        && width == type.width
        && channels == type.channels;
  }

  @Override
  public int hashCode() {
    return ((element.hashCode() * 31 + height) * 31 + width) * 31 + channels;
  }

  /** Number of positions, height · width. */
  public int positions() {
    return height * width;
  }

  /** Number of elements of one sample. */
  public int size() {
    return height * width * channels;
  }

  /** Whether there is one position only. */
  public boolean isVector() {
    return height == 1 && width == 1;
  }

  /** Whether the other type has the same dimensions. */
  public boolean sameDimensions(TensorType other) {
    return height == other.height && width == other.width && channels == other.channels;
  }

  /** For messages: {@code FLOAT 28x28x1}. */
  @Override
  public String toString() {
    return element + " " + describe(height, width, channels);
  }

  private static String describe(int height, int width, int channels) {
    return height + "x" + width + "x" + channels;
  }
}
