package io.dl4jcompact.binary;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Which parts of a configuration have weights. Frozen layers name none of theirs, since none are
 * trained, and vertices name none at all.
 */
final class LayersWithWeights {

  private LayersWithWeights() {}

  static boolean contain(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return contain(frozen.getLayer());
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      return contain(wrapper.getUnderlying());
    }
    ParamInitializer initializer = layer.initializer();
    return initializer != null && !initializer.weightKeys(layer).isEmpty();
  }

  static boolean contain(GraphVertex vertex) {
    if (vertex instanceof FrozenVertex frozen) {
      return contain(frozen.getUnderlying());
    }
    if (vertex instanceof LayerVertex layer) {
      return contain(layer.getLayerConf().getLayer());
    }
    return vertex.numParams(false) > 0;
  }
}
