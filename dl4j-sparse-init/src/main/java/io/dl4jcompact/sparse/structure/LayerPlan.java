package io.dl4jcompact.sparse.structure;

import java.util.Locale;

/**
 * A layer of a {@link Structure}: immutable, and without an input size, which is that of the layer
 * before.
 */
public sealed interface LayerPlan
    permits DensePlan,
        ConvolutionPlan,
        DepthwisePlan,
        PoolingPlan,
        PatchesPlan,
        EncoderPlan,
        ClassTokenPlan {

  /** The greatest number of neurons, channels or values of a token. */
  int MOST_WIDTH = 1 << 20;

  /** Unique in its structure. */
  String name();

  /** As files say it. */
  String kind();

  /**
   * What the layer makes of an input.
   *
   * @throws IllegalArgumentException if it cannot take that input; the message names the layer
   */
  SignalShape output(SignalShape input);

  /** Weights and work for an input that {@link #output} takes, without a shortcut's. */
  LayerCost cost(SignalShape input);

  /** Whether it counts as a layer of a network that is called by its number of layers. */
  default boolean counts() {
    return false;
  }

  /** By how much it divides height and width. */
  default int stride() {
    return 1;
  }

  /** The number of layers, this one the last, that a shortcut leads past; 0 if there is none. */
  default int shortcut() {
    return 0;
  }

  /** The same with a shortcut past another number of layers. */
  default LayerPlan withShortcut(int layers) {
    throw refused("a shortcut", "has none, expected a convolution");
  }

  /**
   * The same with another number of neurons, channels or values of a token; of an encoder, of
   * neurons in its two dense layers.
   *
   * @throws IllegalArgumentException if the layer's width is that of its input; the message names
   *     the layer
   */
  default LayerPlan withWidth(int width) {
    throw refused("width", "that of its input; change the width of a layer before it");
  }

  /** The same with another name. */
  LayerPlan withName(String name);

  /** A refusal that names the layer, what was looked at and what was expected. */
  default IllegalArgumentException refused(String what, String expected) {
    return new IllegalArgumentException(
        "layer \"%s\" (%s): %s is %s".formatted(name(), kind(), what, expected));
  }

  /** Refuses an input of another kind. */
  default void require(SignalShape input, SignalShape.Kind kind, String expected) {
    if (input.kind() != kind) {
      throw refused(
          "its input",
          "%s (%s), expected %s"
              .formatted(input, input.kind().name().toLowerCase(Locale.ROOT), expected));
    }
  }
}
