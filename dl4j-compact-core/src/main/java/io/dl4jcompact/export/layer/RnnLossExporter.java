package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;

/** A loss layer on sequences; its softmax goes over the channels of each time step. */
public final class RnnLossExporter implements LayerExporter<RnnLossLayer> {

  @Override
  public Class<RnnLossLayer> type() {
    return RnnLossLayer.class;
  }

  @Override
  public Value export(RnnLossLayer conf, ExportContext context) {
    WindowTranslation.requireSequence(context, conf.getRnnDataFormat());
    return FloatLayers.activateChannels(context, context.input(), conf.getActivationFn());
  }
}
