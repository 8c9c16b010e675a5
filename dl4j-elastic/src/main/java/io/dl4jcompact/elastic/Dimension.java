package io.dl4jcompact.elastic;

import java.util.Locale;

/** What may vary in an elastic layer. */
public enum Dimension {
  /** Outputs of a dense layer, output channels of a convolution. */
  WIDTH,
  /** Whether a layer or block takes part: 1, or is skipped: 0. */
  DEPTH,
  /** Attention heads of a transformer block; the first ones take part. */
  HEADS,
  /** Channels of the embedding, and so of everything on the residual path. */
  EMBEDDING,
  /** Hidden units of a transformer block's MLP. */
  MLP,
  /** Height and width of a convolution's square kernel; the centre takes part. */
  KERNEL;

  /** The text form, for example {@code width}. */
  public String spec() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Dimension parse(String spec) {
    for (Dimension dimension : values()) {
      if (dimension.spec().equals(spec)) {
        return dimension;
      }
    }
    throw new IllegalArgumentException(
        "dimension is \"" + spec + "\", expected width, depth, heads, embedding, mlp or kernel");
  }
}
