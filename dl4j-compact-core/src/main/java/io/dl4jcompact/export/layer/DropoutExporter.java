package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;

/** Dropout does nothing at inference. */
public final class DropoutExporter implements LayerExporter<DropoutLayer> {

  @Override
  public Class<DropoutLayer> type() {
    return DropoutLayer.class;
  }

  @Override
  public Value export(DropoutLayer conf, ExportContext context) {
    return context.input();
  }
}
