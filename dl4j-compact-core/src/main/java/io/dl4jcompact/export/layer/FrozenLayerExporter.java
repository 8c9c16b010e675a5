package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/** A frozen layer computes what the layer in it does. */
public final class FrozenLayerExporter implements LayerExporter<FrozenLayer> {

  @Override
  public Class<FrozenLayer> type() {
    return FrozenLayer.class;
  }

  @Override
  public Value export(FrozenLayer conf, ExportContext context) {
    return context.export(conf.getLayer());
  }
}
