package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.ChannelScale;
import io.dl4jcompact.binary.Quantization;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The steps of a layer with quantised operands, in the order in which training takes them.
 *
 * @param outputs number of output channels
 */
record QuantizedProducts(Quantization quantization, int outputs, ExportContext context) {

  /**
   * The sums of products of quantised operands.
   *
   * @param latent weights in the runtime's order
   */
  Value sums(Window window, float[] latent) {
    Value input = context.input();
    Weights weights = new Weights.Real(Floats.of(latent));
    if (quantization.input() instanceof OneBitQuantizer quantizer) {
      input = context.emit(new Quantize(quantizer), input);
    }
    if (quantization.weights() instanceof OneBitQuantizer quantizer) {
      weights = new Weights.Signs(Bits.of(latent.length, i -> quantizer.bit(latent[i])));
    } else if (input.type().element().isOneBit()) {
      input = context.emit(new Unpack(), input);
    }
    return context.emit(new Convolution(window, outputs, weights, Epilogue.Real.NONE), input);
  }

  /**
   * The sums times α, if the layer has that scale.
   *
   * @param latent weights [outputs, inputs of a sum]
   */
  Value scaled(Value sums, float[] latent) {
    if (!quantization.weightScale()) {
      return sums;
    }
    int each = latent.length / outputs;
    INDArray weights = Nd4j.createFromArray(latent).reshape(outputs, each, 1, 1);
    float[] scale = ChannelScale.of(weights).toFloatVector();
    return context.emit(new Affine(Floats.NONE, Floats.of(scale), Floats.NONE), sums);
  }

  /** The value plus b. */
  Value biased(Value value) {
    float[] bias = context.parameter(DefaultParamInitializer.BIAS_KEY, outputs);
    return context.emit(new Affine(Floats.NONE, Floats.NONE, Floats.of(bias)), value);
  }
}
