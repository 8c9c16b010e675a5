package io.dl4jcompact.binary.elm;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layer whose weights are drawn.
 *
 * @param nodes its outputs
 * @param seed of the weights
 * @param inputQuantizer of the one-bit form; empty for a layer of floats
 */
record HiddenLayer(int nodes, long seed, Optional<Quantizer> inputQuantizer) {

  FeedForwardLayer configuration() {
    if (inputQuantizer.isEmpty()) {
      return new DenseLayer.Builder().nOut(nodes).activation(Activation.SIGMOID).build();
    }
    return new BinaryDenseLayer.Builder()
        .name("hidden")
        .nOut(nodes)
        .activation(Activation.SIGMOID)
        .inputQuantizer(inputQuantizer.get())
        .weightScale(true)
        .build();
  }

  /**
   * Draws the network's first layer: node by node, the weights of its inputs and then that of the
   * constant input 1, so that more nodes with the same seed begin with the same ones.
   */
  void draw(MultiLayerNetwork network, int inputs) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[Math.multiplyExact(nodes, inputs)];
    float[] biases = new float[nodes];
    for (int node = 0; node < nodes; node++) {
      for (int i = 0; i < inputs; i++) {
        weights[node * inputs + i] = uniform(random);
      }
      biases[node] = uniform(random);
    }
    int[] shape = {inputs, nodes};
    network
        .getLayer(0)
        .getParam(DefaultParamInitializer.WEIGHT_KEY)
        .assign(Nd4j.create(weights, shape, 'f'));
    network
        .getLayer(0)
        .getParam(DefaultParamInitializer.BIAS_KEY)
        .assign(Nd4j.create(biases, new int[] {1, nodes}, 'f'));
  }

  /** Sets a dynamic quantiser's running threshold to what its statistic is of these features. */
  void adapt(MultiLayerNetwork network, INDArray features) {
    if (inputQuantizer.isPresent() && rule() instanceof DynamicStepQuantizer dynamic) {
      network
          .getLayer(0)
          .getParam(RunningThreshold.KEY)
          .assign(StatisticOps.of(dynamic.statistic(), features));
    }
  }

  private Quantizer rule() {
    Quantizer quantizer = inputQuantizer.get();
    return quantizer instanceof LevelQuantizer levels ? levels.quantizer() : quantizer;
  }

  private static float uniform(SplittableRandom random) {
    return (float) random.nextDouble(-1, 1);
  }
}
