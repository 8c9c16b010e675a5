package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;

/** A loss layer on maps; its softmax goes over the channels of each position. */
public final class CnnLossExporter implements LayerExporter<CnnLossLayer> {

  @Override
  public Class<CnnLossLayer> type() {
    return CnnLossLayer.class;
  }

  @Override
  public Value export(CnnLossLayer conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getFormat());
    return FloatLayers.activateChannels(context, context.input(), conf.getActivationFn());
  }
}
