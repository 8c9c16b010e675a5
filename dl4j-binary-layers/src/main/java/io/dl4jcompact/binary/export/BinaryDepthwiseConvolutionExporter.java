package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.binary.DepthwiseWeights;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A one-bit convolution of each input channel on its own. */
public final class BinaryDepthwiseConvolutionExporter
    implements LayerExporter<BinaryDepthwiseConvolutionLayer> {

  @Override
  public Class<BinaryDepthwiseConvolutionLayer> type() {
    return BinaryDepthwiseConvolutionLayer.class;
  }

  @Override
  public Value export(BinaryDepthwiseConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int channels = context.input().type().channels();
    int outputs = Math.toIntExact(conf.getNOut());
    LatentArray latent =
        LatentArray.of(
            context,
            ConvolutionParamInitializer.WEIGHT_KEY,
            layer -> ordered(layer, window, channels, conf.depthMultiplier()),
            DepthwiseWeights::outputsFirst);
    QuantizedProducts products =
        new QuantizedProducts(conf.quantization(), window, outputs, channels, context);
    return context.activate(products.preOutput(latent, conf.hasBias()), conf.getActivationFn());
  }

  private static float[] ordered(ExportContext layer, Window window, int channels, int multiplier) {
    float[] weights =
        layer.parameter(
            ConvolutionParamInitializer.WEIGHT_KEY,
            window.kernelHeight(),
            window.kernelWidth(),
            channels,
            multiplier);
    return WeightOrder.dense(weights, window.taps(), channels * multiplier);
  }
}
