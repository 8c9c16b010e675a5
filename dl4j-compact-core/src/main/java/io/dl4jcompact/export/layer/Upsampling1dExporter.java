package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Upsample;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;

/** Every time step repeated. */
public final class Upsampling1dExporter implements LayerExporter<Upsampling1D> {

  @Override
  public Class<Upsampling1D> type() {
    return Upsampling1D.class;
  }

  @Override
  public Value export(Upsampling1D conf, ExportContext context) {
    WindowTranslation.requireSequence(context, RNNFormat.NCW);
    return context.emit(new Upsample(1, conf.getSize()[0]), context.input());
  }
}
