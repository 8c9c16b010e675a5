package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** A vector to a map; DL4J lets through what is a map already. */
public final class UnflattenExporter implements LayerExporter<FeedForwardToCnnPreProcessor> {

  @Override
  public Class<FeedForwardToCnnPreProcessor> type() {
    return FeedForwardToCnnPreProcessor.class;
  }

  @Override
  public Value export(FeedForwardToCnnPreProcessor conf, ExportContext context) {
    Value input = context.input();
    int height = Math.toIntExact(conf.getInputHeight());
    int width = Math.toIntExact(conf.getInputWidth());
    int channels = Math.toIntExact(conf.getNumChannels());
    if (input.type().sameDimensions(TensorType.map(height, width, channels))) {
      return input;
    }
    return context.emit(new Unflatten(height, width, channels), input);
  }
}
