package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Softmax;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** A loss layer on maps; its softmax goes over the channels of each position. */
public final class CnnLossExporter implements LayerExporter<CnnLossLayer> {

  @Override
  public Class<CnnLossLayer> type() {
    return CnnLossLayer.class;
  }

  @Override
  public Value export(CnnLossLayer conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getFormat());
    if (conf.getActivationFn() instanceof ActivationSoftmax) {
      return context.emit(new Softmax(), context.input());
    }
    return context.activate(context.input(), conf.getActivationFn());
  }
}
