package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Flatten;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** A map to a vector. */
public final class FlattenExporter implements LayerExporter<CnnToFeedForwardPreProcessor> {

  @Override
  public Class<CnnToFeedForwardPreProcessor> type() {
    return CnnToFeedForwardPreProcessor.class;
  }

  @Override
  public Value export(CnnToFeedForwardPreProcessor conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getFormat());
    return context.emit(new Flatten(), context.input());
  }
}
