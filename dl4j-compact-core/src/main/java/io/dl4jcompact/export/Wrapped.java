package io.dl4jcompact.export;

import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** Looks into configurations that wrap others without changing what they compute. */
final class Wrapped {

  private Wrapped() {}

  /** The layer that is wrapped, or the layer itself. */
  static Layer layer(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return layer(frozen.getLayer());
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? layer(frozen.getUnderlying()) : layer;
  }

  /** What a vertex is about: its layer if it has one, without wrappers. */
  static Object inner(GraphVertex vertex) {
    GraphVertex unwrapped = vertex(vertex);
    return unwrapped instanceof LayerVertex layerVertex
        ? layer(layerVertex.getLayerConf().getLayer())
        : unwrapped;
  }

  /** The vertex that is wrapped, or the vertex itself. */
  static GraphVertex vertex(GraphVertex vertex) {
    return vertex instanceof FrozenVertex frozen ? vertex(frozen.getUnderlying()) : vertex;
  }
}
