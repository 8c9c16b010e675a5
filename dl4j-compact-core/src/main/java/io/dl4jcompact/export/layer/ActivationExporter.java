package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;

/** An activation function. */
public final class ActivationExporter implements LayerExporter<ActivationLayer> {

  @Override
  public Class<ActivationLayer> type() {
    return ActivationLayer.class;
  }

  @Override
  public Value export(ActivationLayer conf, ExportContext context) {
    return context.activate(context.input(), conf.getActivationFn());
  }
}
