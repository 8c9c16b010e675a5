package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Activation.Function;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** DL4J's activation functions as operations. */
final class ActivationTranslation {

  private static final Map<Class<?>, Function> PLAIN =
      Map.ofEntries(
          Map.entry(ActivationCube.class, Function.CUBE),
          Map.entry(ActivationHardSigmoid.class, Function.HARD_SIGMOID),
          Map.entry(ActivationHardTanH.class, Function.HARD_TANH),
          Map.entry(ActivationIdentity.class, Function.IDENTITY),
          Map.entry(ActivationMish.class, Function.MISH),
          Map.entry(ActivationRationalTanh.class, Function.RATIONAL_TANH),
          Map.entry(ActivationReLU6.class, Function.RELU6),
          Map.entry(ActivationRectifiedTanh.class, Function.RECTIFIED_TANH),
          Map.entry(ActivationSELU.class, Function.SELU),
          Map.entry(ActivationSigmoid.class, Function.SIGMOID),
          Map.entry(ActivationSoftPlus.class, Function.SOFT_PLUS),
          Map.entry(ActivationSoftSign.class, Function.SOFT_SIGN),
          Map.entry(ActivationSwish.class, Function.SWISH),
          Map.entry(ActivationTanH.class, Function.TANH));

  private ActivationTranslation() {}

  /** The operations, in order, that compute an activation on a value of this type. */
  static List<Op> ops(IActivation activation, TensorType type, ExportContext context) {
    if (activation instanceof ExportedActivation exported) {
      return exported.ops();
    }
    if (activation instanceof ActivationSoftmax) {
      return List.of(softmax(type, context));
    }
    if (activation instanceof ActivationRReLU randomised) {
      return randomisedRelu(randomised);
    }
    return List.of(new Activate(function(activation, context)));
  }

  private static Activation function(IActivation activation, ExportContext context) {
    Function plain = PLAIN.get(activation.getClass());
    if (plain != null) {
      return Activation.of(plain);
    }
    if (activation instanceof ActivationELU elu) {
      return new Activation(Function.ELU, (float) elu.getAlpha());
    }
    if (activation instanceof ActivationLReLU leaky) {
      return new Activation(Function.LEAKY_RELU, (float) leaky.getAlpha());
    }
    if (activation instanceof ActivationThresholdedReLU thresholded) {
      return new Activation(Function.THRESHOLDED_RELU, (float) thresholded.getTheta());
    }
    if (activation instanceof ActivationGELU gelu) {
      return Activation.of(gelu.isPrecise() ? Function.PRECISE_GELU : Function.GELU);
    }
    if (activation instanceof ActivationReLU relu) {
      requirePlain(relu, context);
      return Activation.of(Function.RELU);
    }
    throw context.unsupported(
        "activation "
            + activation
            + " cannot be exported. Supported are all of"
            + " org.nd4j.linalg.activations.Activation, RELU without maximum, threshold and slope");
  }

  private static void requirePlain(ActivationReLU relu, ExportContext context) {
    if (relu.getMax() != null || relu.getThreshold() != null || relu.getNegativeSlope() != null) {
      throw context.unsupported(
          "ReLU with a maximum, threshold or negative slope is not supported; use RELU6,"
              + " THRESHOLDEDRELU or LEAKYRELU where one of them is meant");
    }
  }

  private static Op softmax(TensorType type, ExportContext context) {
    if (!type.isVector()) {
      throw context.unsupported(
          "DL4J's softmax on a map normalises over its columns, not its channels, so it is not"
              + " exported; use a CnnLossLayer, or an RnnLossLayer for sequences, with activation"
              + " SOFTMAX");
    }
    return new Softmax();
  }

  /** At inference ND4J's RReLU is max(a, x) with a = (l + u) / 2, not a leaky ReLU of slope a. */
  private static List<Op> randomisedRelu(ActivationRReLU activation) {
    Floats middle = Floats.of((float) (0.5 * (activation.getL() + activation.getU())));
    return List.of(
        new Affine(middle, Floats.NONE, Floats.NONE),
        new Activate(Activation.of(Function.RELU)),
        new Affine(Floats.NONE, Floats.NONE, middle));
  }
}
