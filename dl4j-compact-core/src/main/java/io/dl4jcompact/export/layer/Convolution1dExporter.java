package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A convolution over time, a bias per channel, then the activation function. */
public final class Convolution1dExporter implements LayerExporter<Convolution1DLayer> {

  @Override
  public Class<Convolution1DLayer> type() {
    return Convolution1DLayer.class;
  }

  @Override
  public Value export(Convolution1DLayer conf, ExportContext context) {
    Window window =
        WindowTranslation.ofSequence(
            context,
            conf.getRnnDataFormat(),
            conf.getConvolutionMode(),
            conf.getKernelSize()[0],
            conf.getStride()[0],
            conf.getPadding()[0],
            conf.getDilation()[0]);
    int channels = context.input().type().channels();
    int outputs = Math.toIntExact(conf.getNOut());
    // Its shape is [outputs, inputs, kernel, 1], but DL4J computes with the same numbers, in the
    // same order, as [kernel, inputs, outputs].
    float[] weights =
        context.parameter(
            ConvolutionParamInitializer.WEIGHT_KEY, outputs, channels, window.kernelWidth());
    float[] ordered = WeightOrder.dense(weights, window.taps() * channels, outputs);
    Value sums = FloatLayers.sums(context, context.input(), window, outputs, 1, ordered);
    return FloatLayers.finish(context, sums, conf.hasBias(), conf.getActivationFn());
  }
}
