package io.dl4jcompact.binary.packed;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies parameters between a whole network and its parts.
 *
 * @param front null for none
 */
record NetworkParameters(
    NetworkParts parts, PackedStack stack, MultiLayerNetwork front, MultiLayerNetwork tail) {

  /** From the network to the parts. */
  void read(MultiLayerNetwork network) {
    copyFloats(network, true);
    forEachLayer(network, NetworkParameters::read);
  }

  /** From the parts to the network. */
  void write(MultiLayerNetwork network) {
    copyFloats(network, false);
    forEachLayer(network, NetworkParameters::write);
  }

  private void copyFloats(MultiLayerNetwork network, boolean toParts) {
    for (int i = 0; i < network.getnLayers(); i++) {
      Layer whole = network.getLayer(i);
      if (i < parts.first()) {
        copyFloats(whole, front.getLayer(i), toParts);
      } else if (i >= parts.end()) {
        copyFloats(whole, tail.getLayer(i - parts.end()), toParts);
      }
    }
  }

  private static void copyFloats(Layer whole, Layer part, boolean toPart) {
    part.paramTable()
        .forEach(
            (name, parameter) -> {
              INDArray other = whole.getParam(name);
              if (toPart) {
                parameter.assign(other);
              } else {
                other.assign(parameter);
              }
            });
  }

  private interface Copy {
    void between(PackedLayer packed, Layer layer);
  }

  private void forEachLayer(MultiLayerNetwork network, Copy copy) {
    List<PackedStage> stages = stack.stages();
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i) instanceof PackedLayer packed) {
        copy.between(packed, network.getLayer(parts.first() + i));
      }
    }
  }

  private static void read(PackedLayer packed, Layer layer) {
    float[] weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY).dup('c').data().asFloat();
    for (int i = 0; i < weights.length; i++) {
      packed.weights().set(i, isOne(packed, weights[packed.shape().indexInNetwork(i)]));
    }
    if (packed.bias().isPresent()) {
      float[] bias = layer.getParam(DefaultParamInitializer.BIAS_KEY).dup('c').data().asFloat();
      for (int i = 0; i < bias.length; i++) {
        packed.bias().get().set(i, isOne(packed, bias[i]));
      }
    }
  }

  private static boolean isOne(PackedLayer packed, float value) {
    if (value != 0 && value != 1) {
      throw new IllegalStateException(
          "layer \"%s\": a parameter is %s, expected 0 and 1 only; averages of networks are no bits: take a VotingParallelWrapper"
              .formatted(packed.name(), value));
    }
    return value == 1;
  }

  private static void write(PackedLayer packed, Layer layer) {
    INDArray weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
    float[] values = new float[packed.weights().count()];
    for (int i = 0; i < values.length; i++) {
      values[packed.shape().indexInNetwork(i)] = packed.weights().get(i);
    }
    weights.assign(Nd4j.create(values, weights.shape(), 'c'));
    packed
        .bias()
        .ifPresent(
            bits -> {
              INDArray bias = layer.getParam(DefaultParamInitializer.BIAS_KEY);
              float[] ones = new float[bits.count()];
              for (int i = 0; i < ones.length; i++) {
                ones[i] = bits.get(i);
              }
              bias.assign(Nd4j.create(ones, bias.shape(), 'c'));
            });
  }
}
