package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Window;

/** A one-bit dense layer. */
public final class BinaryDenseExporter implements LayerExporter<BinaryDenseLayer> {

  @Override
  public Class<BinaryDenseLayer> type() {
    return BinaryDenseLayer.class;
  }

  @Override
  public Value export(BinaryDenseLayer conf, ExportContext context) {
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent = context.denseWeights(outputs);
    QuantizedProducts products = new QuantizedProducts(conf.quantization(), outputs, context);
    Window window = Window.covering(context.input().type());
    Value value = products.preOutput(window, latent, conf.hasBias());
    return context.activate(value, conf.getActivationFn());
  }
}
