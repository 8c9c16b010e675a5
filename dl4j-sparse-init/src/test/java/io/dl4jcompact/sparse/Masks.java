package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Looks at the sparse layers of networks. */
final class Masks {

  private Masks() {}

  /** The sparse layers of a network of either kind, frozen ones too. */
  static List<Layer> sparseLayers(Model model) {
    Layer[] layers =
        model instanceof ComputationGraph graph
            ? graph.getLayers()
            : ((MultiLayerNetwork) model).getLayers();
    return Arrays.stream(layers)
        .map(layer -> layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer)
        .filter(layer -> layer.conf().getLayer() instanceof SparseLayer)
        .toList();
  }

  /** A parameter's values in the order that it has in memory. */
  static double[] values(INDArray parameter) {
    return Nd4j.toFlattened(parameter.ordering(), parameter).dup().data().asDouble();
  }

  /** Requires that every weight that is not connected is 0, and that there are such layers. */
  static void requireHeld(Model model) {
    assertThat(sparseLayers(model)).isNotEmpty();
    for (Layer layer : sparseLayers(model)) {
      SparseLayer conf = (SparseLayer) layer.conf().getLayer();
      for (String parameter : conf.maskedParameters()) {
        double[] values = values(layer.getParam(parameter));
        Mask mask = conf.maskRule(parameter).mask(values.length);
        for (int i = 0; i < values.length; i++) {
          if (!mask.isConnected(i) && values[i] != 0) {
            throw new AssertionError(
                "weight %d of %s of %s is %s".formatted(i, parameter, conf, values[i]));
          }
        }
      }
    }
  }

  /** The number of connected weights of all sparse layers that are not 0. */
  static int nonZeros(Model model) {
    int count = 0;
    for (Layer layer : sparseLayers(model)) {
      SparseLayer conf = (SparseLayer) layer.conf().getLayer();
      for (String parameter : conf.maskedParameters()) {
        double[] values = values(layer.getParam(parameter));
        count += (int) Arrays.stream(values).filter(value -> value != 0).count();
      }
    }
    return count;
  }

  /** The number of connections of all sparse layers. */
  static int connections(Model model) {
    int count = 0;
    for (Layer layer : sparseLayers(model)) {
      SparseLayer conf = (SparseLayer) layer.conf().getLayer();
      for (String parameter : conf.maskedParameters()) {
        int length = (int) layer.getParam(parameter).length();
        count += conf.maskRule(parameter).mask(length).connections();
      }
    }
    return count;
  }
}
