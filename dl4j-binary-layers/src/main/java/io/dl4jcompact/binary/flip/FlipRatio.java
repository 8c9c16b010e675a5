package io.dl4jcompact.binary.flip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;

/**
 * How many bits of one layer an update flipped.
 *
 * @param layer the layer's name
 * @param flipped number of flipped bits, weights and biases
 * @param bits number of the layer's bits, positive
 */
public record FlipRatio(String layer, long flipped, long bits) {

  /** flipped / bits. */
  public double value() {
    return (double) flipped / bits;
  }

  /**
   * What the last update of a network flipped, layer by layer in the network's order. Nothing is
   * counted for it: the numbers are in the updater's state, and so in files, too.
   *
   * @return one entry a Boolean layer that is trained; empty if there is none
   * @throws IllegalArgumentException if the model is neither kind of network
   */
  public static List<FlipRatio> of(Model network) {
    Map<String, FlipRatio> layers = new LinkedHashMap<>();
    for (UpdaterBlock block : blocks(network)) {
      if (block.getGradientUpdater() instanceof BitFlipsUpdater updater) {
        // Parameters of bits have a block each.
        String layer =
            block.getLayersAndVariablesInBlock().get(0).getLayer().getConfig().getLayerName();
        FlipRatio ratio = new FlipRatio(layer, updater.flipped(), updater.weights());
        layers.merge(layer, ratio, FlipRatio::plus);
      }
    }
    return new ArrayList<>(layers.values());
  }

  private static List<UpdaterBlock> blocks(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      return ((BaseMultiLayerUpdater<?>) layers.getUpdater()).getUpdaterBlocks();
    }
    if (network instanceof ComputationGraph graph) {
      return graph.getUpdater().getUpdaterBlocks();
    }
    throw new IllegalArgumentException(
        "FlipRatio: the model is a "
            + network.getClass().getSimpleName()
            + ", expected a MultiLayerNetwork or a ComputationGraph");
  }

  private FlipRatio plus(FlipRatio other) {
    return new FlipRatio(layer, flipped + other.flipped, bits + other.bits);
  }
}
