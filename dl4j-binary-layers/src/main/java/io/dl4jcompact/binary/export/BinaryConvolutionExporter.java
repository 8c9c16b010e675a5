package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A one-bit convolution. */
public final class BinaryConvolutionExporter implements LayerExporter<BinaryConvolutionLayer> {

  @Override
  public Class<BinaryConvolutionLayer> type() {
    return BinaryConvolutionLayer.class;
  }

  @Override
  public Value export(BinaryConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int channels = context.input().type().channels();
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent =
        context.parameter(
            ConvolutionParamInitializer.WEIGHT_KEY,
            outputs,
            channels,
            window.kernelHeight(),
            window.kernelWidth());
    QuantizedProducts products = new QuantizedProducts(conf.quantization(), outputs, context);
    Value value = products.sums(window, WeightOrder.convolution(latent, channels, window.taps()));
    value = products.scaled(value, latent);
    value = conf.hasBias() ? products.biased(value) : value;
    return context.activate(value, conf.getActivationFn());
  }
}
