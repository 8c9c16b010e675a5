package io.dl4jcompact.binary.flip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds what flips the bits of a network. */
final class BitUpdaters {

  private BitUpdaters() {}

  /**
   * One updater a parameter of bits that is trained, by the layers' names in the network's order.
   *
   * @throws IllegalArgumentException if the model is neither kind of network
   */
  static Map<String, List<BitFlipsUpdater>> of(Model network) {
    Map<String, List<BitFlipsUpdater>> layers = new LinkedHashMap<>();
    for (UpdaterBlock block : blocks(network)) {
      if (block.getGradientUpdater() instanceof BitFlipsUpdater updater) {
        String layer = parameter(block).getLayer().getConfig().getLayerName();
        layers.computeIfAbsent(layer, name -> new ArrayList<>()).add(updater);
      }
    }
    return layers;
  }

  /**
   * The parameters of bits that are trained, in the network's order.
   *
   * @throws IllegalArgumentException if the model is neither kind of network
   */
  static List<BitParameter> parameters(Model network) {
    List<BitParameter> parameters = new ArrayList<>();
    for (UpdaterBlock block : blocks(network)) {
      if (block.getGradientUpdater() instanceof BitFlipsUpdater updater) {
        INDArray bits = parameter(block).getParamView();
        parameters.add(new BitParameter(bits.reshape(bits.length()), updater));
      }
    }
    return parameters;
  }

  /**
   * The parameters of bits that are not trained, since their layers are frozen, in the network's
   * order; the network's own memory.
   *
   * @param network of one of the two kinds
   */
  static List<INDArray> frozen(Model network) {
    List<INDArray> frozen = new ArrayList<>();
    for (Layer layer : layers(network)) {
      Layer inside = unwrapped(layer);
      if (inside != layer) {
        inside
            .paramTable()
            .forEach(
                (name, value) -> {
                  if (inside.getConfig().getUpdaterByParam(name) instanceof BitFlips) {
                    frozen.add(value);
                  }
                });
      }
    }
    return frozen;
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getInsideLayer());
    }
    return layer instanceof FrozenLayerWithBackprop frozen
        ? unwrapped(frozen.getUnderlying())
        : layer;
  }

  /** Parameters of bits have a block each. */
  private static UpdaterBlock.ParamState parameter(UpdaterBlock block) {
    return block.getLayersAndVariablesInBlock().get(0);
  }

  private static Layer[] layers(Model network) {
    return network instanceof MultiLayerNetwork layers
        ? layers.getLayers()
        : ((ComputationGraph) network).getLayers();
  }

  private static List<UpdaterBlock> blocks(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      return ((BaseMultiLayerUpdater<?>) layers.getUpdater()).getUpdaterBlocks();
    }
    if (network instanceof ComputationGraph graph) {
      return graph.getUpdater().getUpdaterBlocks();
    }
    throw new IllegalArgumentException(
        "flips of a network: the model is a "
            + network.getClass().getSimpleName()
            + ", expected a MultiLayerNetwork or a ComputationGraph");
  }
}
