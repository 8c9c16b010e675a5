package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;

/** All values times a constant. */
public final class ScaleVertexExporter implements LayerExporter<ScaleVertex> {

  @Override
  public Class<ScaleVertex> type() {
    return ScaleVertex.class;
  }

  @Override
  public Value export(ScaleVertex conf, ExportContext context) {
    Floats scale = Floats.of((float) conf.getScaleFactor());
    return context.emit(new Affine(Floats.NONE, scale, Floats.NONE), context.input());
  }
}
