package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/** A dense layer; its loss does nothing at inference. */
public final class OutputExporter implements LayerExporter<OutputLayer> {

  @Override
  public Class<OutputLayer> type() {
    return OutputLayer.class;
  }

  @Override
  public Value export(OutputLayer conf, ExportContext context) {
    return FloatLayers.dense(
        context, Math.toIntExact(conf.getNOut()), conf.hasBias(), conf.getActivationFn());
  }
}
