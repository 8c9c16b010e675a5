package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.runtime.graph.Window;

/** A dense layer of integers. */
public final class QuantizedDenseExporter implements LayerExporter<QuantizedDenseLayer> {

  private static final int OUTPUTS = 1;

  @Override
  public Class<QuantizedDenseLayer> type() {
    return QuantizedDenseLayer.class;
  }

  @Override
  public Value export(QuantizedDenseLayer conf, ExportContext context) {
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent = context.denseWeights(outputs);
    Window window = Window.covering(context.input().type());
    IntegerProducts products =
        new IntegerProducts(conf.quantization(), window, outputs, 1, context);
    Value z = products.preOutput(latent, OUTPUTS, conf.hasBias());
    return context.activate(z, conf.getActivationFn());
  }
}
