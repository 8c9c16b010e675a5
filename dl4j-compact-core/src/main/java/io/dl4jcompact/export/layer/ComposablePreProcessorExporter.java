package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;

/** Preprocessors in a row. */
public final class ComposablePreProcessorExporter
    implements LayerExporter<ComposableInputPreProcessor> {

  @Override
  public Class<ComposableInputPreProcessor> type() {
    return ComposableInputPreProcessor.class;
  }

  @Override
  public Value export(ComposableInputPreProcessor conf, ExportContext context) {
    Value value = context.input();
    for (InputPreProcessor preProcessor : conf.getInputPreProcessors()) {
      value = context.export(preProcessor, value);
    }
    return value;
  }
}
