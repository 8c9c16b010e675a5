package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A convolution, a bias per channel, then the activation function. */
public final class ConvolutionExporter implements LayerExporter<ConvolutionLayer> {

  @Override
  public Class<ConvolutionLayer> type() {
    return ConvolutionLayer.class;
  }

  @Override
  public Value export(ConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int channels = context.input().type().channels();
    int outputs = Math.toIntExact(conf.getNOut());
    float[] weights =
        context.parameter(
            ConvolutionParamInitializer.WEIGHT_KEY,
            outputs,
            channels,
            window.kernelHeight(),
            window.kernelWidth());
    float[] ordered = WeightOrder.convolution(weights, channels, window.taps());
    return FloatLayers.sums(
        context, window, ordered, outputs, conf.hasBias(), conf.getActivationFn());
  }
}
