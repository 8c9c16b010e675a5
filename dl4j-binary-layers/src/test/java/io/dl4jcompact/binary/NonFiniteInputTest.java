package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Values that are no numbers would be bits like any other. */
class NonFiniteInputTest {

  static final List<Layer> LAYERS =
      List.of(
          new BinaryDenseLayer.Builder().nOut(3).name("bits").build(),
          new BinaryDenseLayer.Builder()
              .nOut(3)
              .inputQuantizer(new DynamicStepQuantizer(Statistic.mean()))
              .name("bits")
              .build(),
          new BinaryConvolutionLayer.Builder(2, 2).nOut(3).name("bits").build(),
          new QuantizerLayer.Builder(new StepQuantizer()).name("bits").build());

  @ParameterizedTest
  @FieldSource("LAYERS")
  void aTrainingStepRefusesThem(Layer layer) {
    MultiLayerNetwork network = network(layer);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      INDArray images = Nd4j.ones(4, 2, 5, 5).putScalar(0, value).putScalar(60, value);

      assertThatThrownBy(() -> network.fit(data(images)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("\"bits\"")
          .hasMessageContaining("NaN or infinite values in the input is 2, expected 0");
    }
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void aFrozenLayerAndInferenceRefuseThemToo(Layer layer) {
    FrozenLayer frozen = new FrozenLayer(layer.clone());
    frozen.setLayerName("bits");
    MultiLayerNetwork network = network(frozen);
    INDArray images = Nd4j.ones(4, 2, 5, 5).putScalar(7, Float.NaN);

    assertThatThrownBy(() -> network.fit(data(images))).hasMessageContaining("\"bits\"");
    assertThatThrownBy(() -> network.output(images)).hasMessageContaining("\"bits\"");
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void finiteValuesWhoseSumIsInfiniteAreTaken(Layer layer) {
    MultiLayerNetwork network = network(layer);

    network.fit(data(Nd4j.valueArrayOf(new long[] {4, 2, 5, 5}, 3e38f)));

    assertThat(network.score()).isFinite();
  }

  private static DataSet data(INDArray images) {
    return new DataSet(images, Nd4j.eye(4).castTo(images.dataType()));
  }

  private static MultiLayerNetwork network(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(layer.clone())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(5, 5, 2))
                .build());
    network.init();
    return network;
  }
}
