package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/** W<sup>T</sup>x + b, then the activation function. */
public final class DenseExporter implements LayerExporter<DenseLayer> {

  @Override
  public Class<DenseLayer> type() {
    return DenseLayer.class;
  }

  @Override
  public Value export(DenseLayer conf, ExportContext context) {
    if (conf.hasLayerNorm()) {
      throw context.unsupported("layer normalisation is not supported, set hasLayerNorm(false)");
    }
    return FloatLayers.dense(
        context, Math.toIntExact(conf.getNOut()), conf.hasBias(), conf.getActivationFn());
  }
}
