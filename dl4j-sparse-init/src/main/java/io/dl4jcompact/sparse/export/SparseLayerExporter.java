package io.dl4jcompact.sparse.export;

import io.dl4jcompact.core.MaskableWeights;
import io.dl4jcompact.core.MaskedLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.sparse.SparseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A sparse layer as the layer in it, whose unconnected weights are zeros. A layer that computes
 * with another number for a weight of 0 is told its masks, as parameters beside those that they are
 * of ({@link MaskedLayer#maskOf}).
 */
public final class SparseLayerExporter implements LayerExporter<SparseLayer> {

  @Override
  public Class<SparseLayer> type() {
    return SparseLayer.class;
  }

  @Override
  public Value export(SparseLayer conf, ExportContext context) {
    FeedForwardLayer layer = conf.getUnderlying();
    ExportContext told = context;
    if (layer instanceof MaskableWeights weights && !weights.hasZeroWeight()) {
      for (String parameter : conf.maskedParameters()) {
        INDArray mask = conf.connected(parameter, context.array(parameter));
        told = told.withParameter(MaskedLayer.maskOf(parameter), mask);
      }
    }
    return told.export(layer);
  }
}
