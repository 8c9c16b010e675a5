package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.runtime.graph.Window;

/** A convolution of integers. */
public final class QuantizedConvolutionExporter
    implements LayerExporter<QuantizedConvolutionLayer> {

  private static final int OUTPUTS = 0;

  @Override
  public Class<QuantizedConvolutionLayer> type() {
    return QuantizedConvolutionLayer.class;
  }

  @Override
  public Value export(QuantizedConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent = context.convolutionWeights(window, outputs, conf.groups());
    IntegerProducts products =
        new IntegerProducts(conf.quantization(), window, outputs, conf.groups(), context);
    Value z = products.preOutput(latent, OUTPUTS, conf.hasBias());
    return context.activate(z, conf.getActivationFn());
  }
}
