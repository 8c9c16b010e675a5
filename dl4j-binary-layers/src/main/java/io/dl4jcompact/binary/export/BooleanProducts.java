package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * s of a Boolean layer, from products with e(w): the bits of the model's weights are the layer's.
 *
 * <pre>
 * s = -Σ x·e(w) + (Σ w - n/2) + b      Boolean input
 * s = -Σ x·e(w) + b                    real input
 * </pre>
 *
 * @param weights W in the runtime's order, outputs first
 */
@SuppressWarnings("ArrayRecordComponent") // Lives as long as one export.
record BooleanProducts(
    BooleanLayer conf, Window window, int outputs, float[] weights, ExportContext context) {

  private static final float HALF = 0.5f;

  /** What goes into the activation function. */
  Value sums() {
    for (float weight : weights) {
      requireBit(weight, DefaultParamInitializer.WEIGHT_KEY);
    }
    Value input = context.input();
    if (conf.inputDomain() == Domain.BOOLEAN) {
      input = context.emit(new Quantize(new StepQuantizer(HALF)), input);
    }
    Weights bits = new Weights.Signs(Bits.of(weights.length, i -> weights[i] == 1));
    Value products =
        context.emit(new Convolution(window, outputs, 1, bits, Epilogue.Real.NONE), input);
    float[] shift = shift();
    Floats added = isZero(shift) ? Floats.NONE : Floats.of(shift);
    return context.emit(new Affine(Floats.NONE, Floats.of(-1), added), products);
  }

  private void requireBit(float value, String parameter) {
    if (value != 0 && value != 1) {
      throw context.unsupported(
          "parameter %s has the value %s, expected 0 and 1 only; averages of networks are no bits: take a VotingParallelWrapper; Spark's averaging is not supported"
              .formatted(parameter, value));
    }
  }

  private float[] shift() {
    float[] shift = new float[outputs];
    if (conf.inputDomain() == Domain.BOOLEAN) {
      int fanIn = weights.length / outputs;
      for (int i = 0; i < weights.length; i++) {
        shift[i / fanIn] += weights[i] - HALF;
      }
    }
    if (conf.hasBias()) {
      float[] bias = context.parameter(DefaultParamInitializer.BIAS_KEY, outputs);
      for (int i = 0; i < outputs; i++) {
        requireBit(bias[i], DefaultParamInitializer.BIAS_KEY);
        shift[i] += bias[i];
      }
    }
    return shift;
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
