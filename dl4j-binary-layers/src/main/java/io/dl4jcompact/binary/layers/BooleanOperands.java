package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.core.FiniteInput;
import io.dl4jcompact.core.LayerSettings;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * What Boolean layers of any shape have in common: with N = 1 - 2W, products with which are XORs,
 *
 * <pre>
 * s = x N + (Σ_i w_i - n/2) + b        Boolean input
 * s = x N + b                          real input
 * </pre>
 *
 * <p>All of these are exact for Boolean inputs.
 */
final class BooleanOperands {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private final BaseLayer<?> layer;
  private final BooleanLayer conf;
  private final IActivation activation;

  BooleanOperands(BaseLayer<?> layer) {
    this.layer = layer;
    conf = (BooleanLayer) layer.layerConf();
    IActivation configured = layer.layerConf().getActivationFn();
    activation =
        configured instanceof BooleanActivation bits ? bits.withFanIn(conf.fanIn()) : configured;
  }

  /** The layer's activation function, which knows the fan-in where it needs it. */
  IActivation activation() {
    return activation;
  }

  /**
   * Refuses an input that is not what the layer was told.
   *
   * @throws IllegalStateException naming the layer
   */
  void requireInput(INDArray x) {
    if (conf.inputDomain() == Domain.REAL) {
      FiniteInput.require(layer.layerConf(), x);
    } else {
      requireBits(
          x,
          "the layer's input",
          "put a layer with BooleanActivation or a QuantizerLayer in front, or set"
              + " .input(Domain.REAL)");
    }
  }

  /**
   * N.
   *
   * @throws IllegalStateException if W is not made of bits; the message names the layer
   */
  INDArray slopes() {
    INDArray weights = layer.getParam(WEIGHTS);
    requireParameter(weights, WEIGHTS);
    return weights.mul(-2).addi(1);
  }

  private void requireParameter(INDArray parameter, String name) {
    requireBits(
        parameter,
        "parameter " + name,
        "set parameters to 0 and 1 only; averages of networks are no bits: take a"
            + " VotingParallelWrapper; Spark's averaging is not supported");
  }

  private void requireBits(INDArray values, String what, String remedy) {
    // v² - v is 0 for bits only; the sum of NaN is NaN.
    INDArray deviations = values.mul(values).subi(values);
    if (deviations.norm1Number().doubleValue() == 0) {
      return;
    }
    long bits =
        FiniteInput.count(values, Conditions.equals(0))
            + FiniteInput.count(values, Conditions.equals(1));
    throw new IllegalStateException(
        new LayerSettings(
                layer.layerConf().getClass().getSimpleName(), layer.layerConf().getLayerName())
            .message(
                "the number of values other than 0 and 1 in " + what,
                values.length() - bits,
                "0",
                remedy));
  }

  /**
   * What is added to products with N, one number an output; null for nothing.
   *
   * @param inputs the dimensions of W that one output's weights extend over
   */
  INDArray shift(int... inputs) {
    INDArray shift = null;
    if (conf.inputDomain() == Domain.BOOLEAN) {
      shift = layer.getParam(WEIGHTS).sum(inputs).subi(conf.fanIn() / 2.0);
    }
    if (!conf.hasBias()) {
      return shift;
    }
    INDArray bias = layer.getParam(BIAS);
    requireParameter(bias, BIAS);
    return shift == null ? bias : shift.addi(bias.reshape(shift.shape()));
  }

  /** The signal of s from that of the layer's output, in an array of its own. */
  INDArray signal(INDArray s, INDArray epsilon) {
    // Activation functions of Deeplearning4j write into their arguments.
    INDArray received = activation.backprop(s.dup(), epsilon).getFirst();
    if (received == epsilon) {
      // The identity gives back its argument, which is the caller's.
      received = epsilon.dup();
    }
    if (conf.signalDomain() == Domain.BOOLEAN) {
      Nd4j.exec(new Sign(received, received));
    }
    return received;
  }

  /**
   * The gradient of W from that of N, in place.
   *
   * @param sums the sums of the signal over all but the outputs, of a shape that fits the gradient
   *     when it is broadcast
   */
  void toWeightGradienti(INDArray gradient, INDArray sums) {
    gradient.muli(-2);
    if (conf.inputDomain() == Domain.BOOLEAN) {
      gradient.addi(sums);
    }
  }
}
