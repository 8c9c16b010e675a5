package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Elementwise.Combination;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;

/** Values of equal dimensions, combined element by element. */
public final class ElementWiseVertexExporter implements LayerExporter<ElementWiseVertex> {

  @Override
  public Class<ElementWiseVertex> type() {
    return ElementWiseVertex.class;
  }

  @Override
  public Value export(ElementWiseVertex conf, ExportContext context) {
    Combination combination =
        switch (conf.getOp()) {
          case Add -> Combination.ADD;
          case Subtract -> Combination.SUBTRACT;
          case Product -> Combination.PRODUCT;
          case Average -> Combination.AVERAGE;
          case Max -> Combination.MAX;
        };
    return context.emit(new Elementwise(combination), context.inputs().toArray(Value[]::new));
  }
}
