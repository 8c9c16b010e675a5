package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;

/** A frozen vertex computes what the vertex in it does. */
public final class FrozenVertexExporter implements LayerExporter<FrozenVertex> {

  @Override
  public Class<FrozenVertex> type() {
    return FrozenVertex.class;
  }

  @Override
  public Value export(FrozenVertex conf, ExportContext context) {
    return context.export(conf.getUnderlying());
  }
}
