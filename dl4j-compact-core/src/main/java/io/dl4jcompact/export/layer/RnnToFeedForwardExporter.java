package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** DL4J puts one behind a global pooling over time, where it lets vectors through. */
public final class RnnToFeedForwardExporter implements LayerExporter<RnnToFeedForwardPreProcessor> {

  @Override
  public Class<RnnToFeedForwardPreProcessor> type() {
    return RnnToFeedForwardPreProcessor.class;
  }

  @Override
  public Value export(RnnToFeedForwardPreProcessor conf, ExportContext context) {
    if (!context.input().type().isVector()) {
      throw context.unsupported(
          "a layer of vectors at every time step of a sequence is not supported; pool the sequence"
              + " first (GlobalPoolingLayer), or use a Convolution1DLayer with kernel 1 or an"
              + " RnnOutputLayer");
    }
    return context.input();
  }
}
