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
 * A sparse layer as the layer in it, whose unconnected weights are zeros, whatever the network's
 * parameters were set to from outside. A layer that computes with another number for a weight of 0
 * is told its masks, as parameters beside those that they are of ({@link MaskedLayer#maskOf}).
 */
public final class SparseLayerExporter implements LayerExporter<SparseLayer> {

  @Override
  public Class<SparseLayer> type() {
    return SparseLayer.class;
  }

  @Override
  public Value export(SparseLayer conf, ExportContext context) {
    FeedForwardLayer layer = conf.getUnderlying();
    boolean tellsMasks = layer instanceof MaskableWeights maskable && !maskable.hasZeroWeight();
    ExportContext told = context;
    for (String parameter : conf.maskedParameters()) {
      INDArray weights = context.array(parameter).dup(context.array(parameter).ordering());
      conf.disconnecti(parameter, weights);
      told = told.withParameter(parameter, weights);
      if (tellsMasks) {
        INDArray mask = conf.connected(parameter, weights);
        told = told.withParameter(MaskedLayer.maskOf(parameter), mask);
      }
    }
    return told.export(layer);
  }
}
