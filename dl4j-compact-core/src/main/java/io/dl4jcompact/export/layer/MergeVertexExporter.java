package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Concat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;

/** The channels of all inputs, one after the other. */
public final class MergeVertexExporter implements LayerExporter<MergeVertex> {

  @Override
  public Class<MergeVertex> type() {
    return MergeVertex.class;
  }

  @Override
  public Value export(MergeVertex conf, ExportContext context) {
    if (conf.getMergeAxis() != MergeVertex.DEFAULT_MERGE_DIM) {
      throw context.unsupported("merge axis " + conf.getMergeAxis() + ", only 1 (channels) is");
    }
    return context.emit(new Concat(), context.inputs().toArray(Value[]::new));
  }
}
