package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/** A layer as a vertex, behind its preprocessor if it has one. */
public final class LayerVertexExporter implements LayerExporter<LayerVertex> {

  @Override
  public Class<LayerVertex> type() {
    return LayerVertex.class;
  }

  @Override
  public Value export(LayerVertex conf, ExportContext context) {
    if (conf.getPreProcessor() == null) {
      return context.export(conf.getLayerConf().getLayer());
    }
    Value input = context.export(conf.getPreProcessor());
    return context.export(conf.getLayerConf().getLayer(), input);
  }
}
