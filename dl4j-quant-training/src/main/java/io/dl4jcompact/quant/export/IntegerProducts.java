package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.WeightRanges;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * The steps of a layer of quantised operands, as its inference takes them: the input's integers,
 * exact sums, one multiplication with s_x·s_w, one addition of b.
 *
 * @param outputs number of output channels
 * @param groups number of groups that channels are split into
 */
record IntegerProducts(
    LayerQuantization quantization, Window window, int outputs, int groups, ExportContext context) {

  /**
   * What goes into the activation function.
   *
   * @param latent W in the runtime's order
   * @param dimension of the parameter W that counts the output channels
   */
  Value preOutput(float[] latent, int dimension, boolean hasBias) {
    Floats bias =
        hasBias
            ? Floats.of(context.parameter(DefaultParamInitializer.BIAS_KEY, outputs))
            : Floats.NONE;
    List<AffineQuantizer> steps =
        quantization.weights().isNone() ? List.of() : weightQuantizers(dimension);
    if (!quantization.isInteger()) {
      return floatProducts(values(latent, steps), bias);
    }
    AffineQuantizer input = inputQuantizer();
    Value integers = context.emit(new QuantizeInt8(input), context.input());
    float[] scales = new float[steps.size()];
    for (int n = 0; n < scales.length; n++) {
      scales[n] = steps.get(n).scale() * input.scale();
    }
    Epilogue.Real epilogue = new Epilogue.Real(Floats.of(scales), bias, Activation.IDENTITY);
    CentredWeights weights = centred(latent, steps);
    if (weights.copies() > 1) {
      requireOneGroup();
      Value[] copies = Collections.nCopies(weights.copies(), integers).toArray(Value[]::new);
      integers = context.emit(new Concat(), copies);
    }
    int channels = latent.length / outputs / window.taps();
    return context.emit(sums(input.zeroPoint(), weights.bytes(channels), epilogue), integers);
  }

  private Int8Convolution sums(int zeroPoint, Bytes weights, Epilogue.Real epilogue) {
    try {
      return new Int8Convolution(window, outputs, groups, zeroPoint, weights, Ints.of(), epilogue);
    } catch (IllegalArgumentException e) {
      throw new ExportException(context.unsupported(e.getMessage()).getMessage(), e);
    }
  }

  /** Where an operand is no integer, products are of floats. */
  private Value floatProducts(float[] weights, Floats bias) {
    Value input = context.input();
    if (!quantization.input().isNone()) {
      AffineQuantizer quantizer = inputQuantizer();
      Value integers = context.emit(new QuantizeInt8(quantizer), input);
      input = context.emit(new DequantizeInt8(quantizer), integers);
    }
    Epilogue.Real epilogue = new Epilogue.Real(Floats.NONE, bias, Activation.IDENTITY);
    Weights real = new Weights.Real(Floats.of(weights));
    return context.emit(new Convolution(window, outputs, groups, real, epilogue), input);
  }

  private AffineQuantizer inputQuantizer() {
    return ObservedQuantizer.of(quantization.input(), context);
  }

  private List<AffineQuantizer> weightQuantizers(int dimension) {
    QuantizationScheme scheme = quantization.weights();
    return WeightRanges.quantizers(
        scheme,
        context.array(DefaultParamInitializer.WEIGHT_KEY),
        dimension,
        scheme.learnedRange() ? context.array(QuantizedParamInitializer.WEIGHT_STEP) : null);
  }

  private static AffineQuantizer step(List<AffineQuantizer> steps, int index, int weights) {
    return steps.get((int) ((long) index * steps.size() / weights));
  }

  private float[] values(float[] latent, List<AffineQuantizer> steps) {
    float[] values = latent.clone();
    for (int i = 0; i < values.length && !steps.isEmpty(); i++) {
      values[i] = step(steps, i, values.length).value(latent[i]);
    }
    return values;
  }

  private CentredWeights centred(float[] latent, List<AffineQuantizer> steps) {
    int[] centred = new int[latent.length];
    for (int i = 0; i < centred.length; i++) {
      AffineQuantizer step = step(steps, i, centred.length);
      centred[i] = step.quantize(latent[i]) - step.zeroPoint();
    }
    return new CentredWeights(centred);
  }

  private void requireOneGroup() {
    if (groups != 1) {
      throw context.unsupported(
          "its weights have 8 bits and a zero point, so that they do not fit bytes without it, and"
              + " its channels are in groups; use Interval.SYMMETRIC for weights, or 7 bits");
    }
  }
}
