package io.dl4jcompact.sparse.export;

import io.dl4jcompact.core.MaskableWeights;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.sparse.SparseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * A sparse layer as the dense layer in it, whose unconnected weights are zeros: it computes the
 * same, and takes as much room and time as a dense one.
 */
public final class SparseLayerExporter implements LayerExporter<SparseLayer> {

  @Override
  public Class<SparseLayer> type() {
    return SparseLayer.class;
  }

  @Override
  public Value export(SparseLayer conf, ExportContext context) {
    FeedForwardLayer layer = conf.getUnderlying();
    if (layer instanceof MaskableWeights weights && !weights.hasZeroWeight()) {
      throw context.unsupported(
          "a sparse "
              + layer.getClass().getSimpleName()
              + " cannot be exported, since its bits have no 0 for weights that are not connected");
    }
    return context.export(layer);
  }
}
