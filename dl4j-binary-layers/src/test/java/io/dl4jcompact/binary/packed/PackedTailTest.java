package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Whatever is behind the bits, its signal is Deeplearning4j's: the memory of what a pass read is
 * given to others as soon as the pass is over, and no layer may still look at it.
 */
class PackedTailTest {

  private static final int CLASSES = 3;

  static Stream<List<Layer>> tails() {
    return Stream.of(
        List.of(output()),
        List.of(new ActivationLayer(Activation.IDENTITY), output()),
        List.of(new ActivationLayer(Activation.RELU), output()),
        List.of(new ZeroPaddingLayer(1, 1), output()),
        List.of(new GlobalPoolingLayer(PoolingType.AVG), output()),
        List.of(new GlobalPoolingLayer(PoolingType.AVG), loss(LossFunction.MSE)),
        List.of(new GlobalPoolingLayer(PoolingType.MAX), loss(LossFunction.L1)),
        List.of(new GlobalPoolingLayer(PoolingType.SUM), loss(LossFunction.MSE)));
  }

  private static Layer output() {
    return new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  private static Layer loss(LossFunction loss) {
    return new LossLayer.Builder(loss).activation(Activation.IDENTITY).build();
  }

  @ParameterizedTest
  @MethodSource("tails")
  void trainsAsInDeeplearning4j(List<Layer> tail) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new SignFlip(3).withOthers(new Adam(0.01)))
            .list()
            .layer(
                new ActivationLayer.Builder()
                    .activation(new BooleanActivation().withFanIn(18))
                    .build())
            .layer(
                new BooleanConvolutionLayer.Builder(3, 3)
                    .nOut(CLASSES)
                    .signal(Domain.BOOLEAN)
                    .activation(new BooleanActivation())
                    .build());
    tail.forEach(list::layer);
    MultiLayerNetwork network =
        new MultiLayerNetwork(list.setInputType(PackedNetworks.inputType()).build());
    network.init();
    PackedTrainer trainer =
        PackedTrainer.of(network, PackedNetworks.options(AccumulatorType.FLOAT));
    float[] start = network.params().toFloatVector();
    for (int step = 0; step < 6; step++) {
      DataSet data = PackedNetworks.data(step);
      network.fit(data);
      trainer.fit(data);
      assertArrayEquals(
          network.params().toFloatVector(),
          trainer.toNetwork().params().toFloatVector(),
          "step " + step);
    }
    assertThat(network.params().toFloatVector()).isNotEqualTo(start);
  }
}
