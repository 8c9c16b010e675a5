package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;

/** A preprocessor as a vertex. */
public final class PreprocessorVertexExporter implements LayerExporter<PreprocessorVertex> {

  @Override
  public Class<PreprocessorVertex> type() {
    return PreprocessorVertex.class;
  }

  @Override
  public Value export(PreprocessorVertex conf, ExportContext context) {
    return context.export(conf.getPreProcessor());
  }
}
