package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.ChannelScale;
import io.dl4jcompact.binary.Quantization;
import io.dl4jcompact.binary.QuantizerOps;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The steps of a layer with quantised operands, in the order in which training takes them.
 *
 * @param outputs number of output channels
 * @param groups number of groups that channels are split into
 */
record QuantizedProducts(
    Quantization quantization, Window window, int outputs, int groups, ExportContext context) {

  /** What goes into the activation function: the sums, times α and plus b if the layer has them. */
  Value preOutput(LatentArray latent, boolean hasBias) {
    Value input = quantizedInput();
    Value value = leveled(sums(input, latent), latent.trained());
    if (quantization.inputSumFactor() != 0) {
      value = withInputSums(value, input, latent.ordered().length);
    }
    value = quantization.weightScale() ? scaled(value, latent) : value;
    return hasBias ? biased(value) : value;
  }

  private Value quantizedInput() {
    return inputQuantizer() instanceof OneBitQuantizer quantizer
        ? context.emit(new Quantize(quantizer), context.input())
        : context.input();
  }

  private Value sums(Value quantizedInput, LatentArray latent) {
    Value input = quantizedInput;
    Weights weights = new Weights.Real(Floats.of(latent.ordered()));
    if (quantization.weightRule() instanceof OneBitQuantizer quantizer) {
      weights = signs(latent, quantizer);
    } else if (input.type().element().isOneBit()) {
      input = context.emit(new Unpack(), input);
    }
    return convolved(input, weights);
  }

  private static Weights signs(LatentArray latent, OneBitQuantizer quantizer) {
    float[] all = latent.ordered();
    if (latent.connected().isEmpty()) {
      return new Weights.Signs(Bits.of(all.length, i -> quantizer.bit(all[i])));
    }
    float[] ones = latent.connected().get().ordered();
    int[] connected = IntStream.range(0, all.length).filter(i -> ones[i] != 0).toArray();
    Mask mask = Mask.of(Bits.of(all.length, i -> ones[i] != 0));
    Bits signs = Bits.of(connected.length, i -> quantizer.bit(all[connected[i]]));
    return new Weights.Sparse(mask, new Weights.Signs(signs));
  }

  private Value convolved(Value input, Weights weights) {
    return context.emit(
        new Convolution(window, outputs, groups, weights, Epilogue.Real.NONE), input);
  }

  /** A dynamic one with its running threshold, which is constant from now on. */
  private Quantizer inputQuantizer() {
    return quantization.inputRule() instanceof DynamicStepQuantizer dynamic
        ? dynamic.at(context.parameter(RunningThreshold.KEY, 1)[0])
        : quantization.inputRule();
  }

  /** Levels of one's own are an affine function of the sums of the values beneath. */
  private Value leveled(Value sums, INDArray latent) {
    float factor = quantization.sumFactor();
    float weightSumFactor = quantization.weightSumFactor();
    if (factor == 1 && weightSumFactor == 0) {
      return sums;
    }
    Floats shift = weightSumFactor == 0 ? Floats.NONE : weightSummands(latent);
    return context.emit(new Affine(Floats.NONE, Floats.of(factor), shift), sums);
  }

  private Floats weightSummands(INDArray latent) {
    INDArray quantized = Nd4j.createUninitialized(latent.dataType(), latent.shape());
    QuantizerOps.quantize(quantization.weightRule(), latent, quantized);
    INDArray summands = quantization.weightSummands(quantized);
    return Floats.of(summands.castTo(DataType.FLOAT).toFloatVector());
  }

  /** Weights of all ones sum what a window sees. */
  private Value withInputSums(Value value, Value input, int weights) {
    Value sums = convolved(input, new Weights.Signs(Bits.of(weights, i -> true)));
    Floats factor = Floats.of(quantization.inputSumFactor());
    Value summands = context.emit(new Affine(Floats.NONE, factor, Floats.NONE), sums);
    return context.emit(new Elementwise(Elementwise.Combination.ADD), value, summands);
  }

  private Value scaled(Value sums, LatentArray latent) {
    INDArray scale = ChannelScale.of(latent.trained());
    latent.connected().ifPresent(mask -> scale.muli(ChannelScale.ofConnected(mask.trained())));
    float[] factors = scale.castTo(DataType.FLOAT).toFloatVector();
    return context.emit(new Affine(Floats.NONE, Floats.of(factors), Floats.NONE), sums);
  }

  private Value biased(Value value) {
    float[] bias = context.parameter(DefaultParamInitializer.BIAS_KEY, outputs);
    return context.emit(new Affine(Floats.NONE, Floats.NONE, Floats.of(bias)), value);
  }
}
