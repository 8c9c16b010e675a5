package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.LossLayer;

/** A loss layer gives its activation function's value. */
public final class LossExporter implements LayerExporter<LossLayer> {

  @Override
  public Class<LossLayer> type() {
    return LossLayer.class;
  }

  @Override
  public Value export(LossLayer conf, ExportContext context) {
    return context.activate(context.input(), conf.getActivationFn());
  }
}
