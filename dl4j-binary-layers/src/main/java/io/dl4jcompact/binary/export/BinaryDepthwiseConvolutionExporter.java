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
    String key = ConvolutionParamInitializer.WEIGHT_KEY;
    float[] weights =
        context.parameter(
            key, window.kernelHeight(), window.kernelWidth(), channels, conf.depthMultiplier());
    LatentArray latent =
        new LatentArray(
            WeightOrder.dense(weights, window.taps(), outputs),
            DepthwiseWeights.outputsFirst(context.array(key)));
    QuantizedProducts products =
        new QuantizedProducts(conf.quantization(), window, outputs, channels, context);
    return context.activate(products.preOutput(latent, conf.hasBias()), conf.getActivationFn());
  }
}
