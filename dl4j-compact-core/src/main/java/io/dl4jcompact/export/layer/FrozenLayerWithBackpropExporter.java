package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** A frozen layer computes what the layer in it does. */
public final class FrozenLayerWithBackpropExporter
    implements LayerExporter<FrozenLayerWithBackprop> {

  @Override
  public Class<FrozenLayerWithBackprop> type() {
    return FrozenLayerWithBackprop.class;
  }

  @Override
  public Value export(FrozenLayerWithBackprop conf, ExportContext context) {
    return context.export(conf.getUnderlying());
  }
}
