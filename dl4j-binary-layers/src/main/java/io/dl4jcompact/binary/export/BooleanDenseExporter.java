package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Window;

/** A dense layer whose parameters are bits. */
public final class BooleanDenseExporter implements LayerExporter<BooleanDenseLayer> {

  @Override
  public Class<BooleanDenseLayer> type() {
    return BooleanDenseLayer.class;
  }

  @Override
  public Value export(BooleanDenseLayer conf, ExportContext context) {
    int outputs = Math.toIntExact(conf.getNOut());
    float[] weights = context.denseWeights(outputs);
    Window window = Window.covering(context.input().type());
    Value sums = new BooleanProducts(conf, window, outputs, weights, context).sums();
    return context.activate(sums, conf.getActivationFn());
  }
}
