package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Activation.Function;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise.Combination;
import io.dl4jcompact.runtime.graph.Pooling;
import java.util.List;

/**
 * The codes of an enum's constants in files: 1, 2, ... in the order of a list here, which is only
 * ever added to at its end, so that the order in the enum itself is free.
 */
final class Codes<E extends Enum<E>> {

  static final Codes<ElementType> ELEMENTS =
      new Codes<>(
          "element type",
          List.of(ElementType.FLOAT, ElementType.BIT_01, ElementType.BIT_PM1, ElementType.INT8));

  static final Codes<Function> FUNCTIONS =
      new Codes<>(
          "activation function",
          List.of(
              Function.IDENTITY,
              Function.RELU,
              Function.RELU6,
              Function.LEAKY_RELU,
              Function.THRESHOLDED_RELU,
              Function.ELU,
              Function.SELU,
              Function.SIGMOID,
              Function.HARD_SIGMOID,
              Function.TANH,
              Function.HARD_TANH,
              Function.RATIONAL_TANH,
              Function.RECTIFIED_TANH,
              Function.SOFT_PLUS,
              Function.SOFT_SIGN,
              Function.CUBE,
              Function.SWISH,
              Function.GELU,
              Function.PRECISE_GELU,
              Function.MISH));

  static final Codes<Pooling.Kind> POOLINGS =
      new Codes<>(
          "pooling",
          List.of(
              Pooling.Kind.MAX,
              Pooling.Kind.AVERAGE,
              Pooling.Kind.SUM,
              Pooling.Kind.NORM,
              Pooling.Kind.AVERAGE_INSIDE));

  static final Codes<Combination> COMBINATIONS =
      new Codes<>(
          "combination",
          List.of(
              Combination.ADD,
              Combination.SUBTRACT,
              Combination.PRODUCT,
              Combination.AVERAGE,
              Combination.MAX));

  static final Codes<StraightThrough> ESTIMATORS =
      new Codes<>(
          "estimator",
          List.of(
              StraightThrough.IDENTITY,
              StraightThrough.CLIPPED,
              StraightThrough.APPROX_SIGN,
              StraightThrough.SWISH_SIGN));

  private final String what;
  private final List<E> constants;

  private Codes(String what, List<E> constants) {
    this.what = what;
    this.constants = constants;
  }

  void write(E constant, ByteSink out) {
    out.u8(constants.indexOf(constant) + 1);
  }

  E read(Cursor in) throws ModelFormatException {
    int code = in.u8(what);
    if (code < 1 || code > constants.size()) {
      throw in.unknown(what + " " + code + " is not known, expected 1.." + constants.size());
    }
    return constants.get(code - 1);
  }
}
