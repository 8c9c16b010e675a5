package io.dl4jcompact.sparse;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of one layer with a mask and an output layer, for tests. */
final class MaskedNetworks {

  static final int INPUTS = 5;
  static final int HIDDEN = 4;
  static final int CLASSES = 3;
  static final int WEIGHTS = INPUTS * HIDDEN;

  /** Every third weight in f order, and none of the last output. */
  static final Mask GIVEN = Mask.of(WEIGHTS, i -> i % 3 == 0 && i < WEIGHTS - INPUTS);

  private MaskedNetworks() {}

  static DenseLayer.Builder dense() {
    return new DenseLayer.Builder()
        .name("hidden")
        .nIn(INPUTS)
        .nOut(HIDDEN)
        .activation(Activation.TANH);
  }

  static SparseLayer given(DenseLayer layer) {
    return new SparseLayer(layer, MaskRule.given(GIVEN));
  }

  static MultiLayerNetwork network(NeuralNetConfiguration.Builder settings, Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings
                .seed(3)
                .list()
                .layer(layer)
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(HIDDEN)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  static NeuralNetConfiguration.Builder sgd() {
    return new NeuralNetConfiguration.Builder().updater(new Sgd(0.1));
  }
}
