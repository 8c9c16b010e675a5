package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Upsample;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;

/** Every position repeated. */
public final class Upsampling2dExporter implements LayerExporter<Upsampling2D> {

  @Override
  public Class<Upsampling2D> type() {
    return Upsampling2D.class;
  }

  @Override
  public Value export(Upsampling2D conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getFormat());
    return context.emit(new Upsample(conf.getSize()[0], conf.getSize()[1]), context.input());
  }
}
