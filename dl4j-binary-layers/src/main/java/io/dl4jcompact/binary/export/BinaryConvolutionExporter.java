package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;

/** A one-bit convolution. */
public final class BinaryConvolutionExporter implements LayerExporter<BinaryConvolutionLayer> {

  @Override
  public Class<BinaryConvolutionLayer> type() {
    return BinaryConvolutionLayer.class;
  }

  @Override
  public Value export(BinaryConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent = context.convolutionWeights(window, outputs, 1);
    QuantizedProducts products = new QuantizedProducts(conf.quantization(), outputs, context);
    Value value = products.preOutput(window, latent, conf.hasBias());
    return context.activate(value, conf.getActivationFn());
  }
}
