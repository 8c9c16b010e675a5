package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;

/** A constant added to all values. */
public final class ShiftVertexExporter implements LayerExporter<ShiftVertex> {

  @Override
  public Class<ShiftVertex> type() {
    return ShiftVertex.class;
  }

  @Override
  public Value export(ShiftVertex conf, ExportContext context) {
    Floats shift = Floats.of((float) conf.getShiftFactor());
    return context.emit(new Affine(Floats.NONE, Floats.NONE, shift), context.input());
  }
}
