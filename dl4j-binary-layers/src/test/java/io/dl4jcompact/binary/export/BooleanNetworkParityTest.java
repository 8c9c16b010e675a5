package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.BooleanNetworks;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.runtime.CompactModel;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks with Boolean layers give what their models give: all classes, and outputs. */
class BooleanNetworkParityTest {

  private static final int[] CHANNELS = {1, 3, 33, 64, 65};

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  /** Boolean from the first layer to the last hidden one, so that every sum is exact. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBooleanNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int size = numbers.random().nextInt(7, 11);
    int channels = numbers.oneOf(CHANNELS);
    var list = new NeuralNetConfiguration.Builder().seed(seed).updater(new SignFlip(1)).list();
    Domain input = numbers.oneOf(0, 1) == 0 ? Domain.REAL : Domain.BOOLEAN;
    list.layer(convolution(numbers).input(input).build());
    for (int i = numbers.oneOf(0, 1, 2); i > 0; i--) {
      if (numbers.oneOf(0, 1, 2) == 0) {
        list.layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build());
      }
      list.layer(convolution(numbers).build());
    }
    boolean standalone = numbers.oneOf(0, 1) == 0;
    BooleanDenseLayer.Builder dense =
        new BooleanDenseLayer.Builder()
            .nOut(numbers.oneOf(CHANNELS))
            .hasBias(numbers.oneOf(0, 1) == 0);
    if (standalone) {
      list.layer(dense.activation(Activation.IDENTITY).build());
      list.layer(new ActivationLayer.Builder().activation(new BooleanActivation(-0.5f)).build());
    } else {
      list.layer(dense.build());
    }
    list.layer(new BooleanDenseLayer.Builder().nOut(20).activation(Activation.IDENTITY).build());
    list.layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build());
    InputType type = InputType.convolutional(size, size + 1, channels);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(type).build());
    network.init();
    INDArray x = numbers.grid(4, channels, size, size + 1);
    if (input == Domain.BOOLEAN) {
      x = new BooleanActivation().getActivation(x, false);
    }

    Exported exported = Parity.check(network, ExportOptions.DEFAULT.withInputTypes(type), x);

    // All bits but for a first layer that reads numbers.
    long first = input == Domain.REAL ? 1 : 0;
    long products =
        Arrays.stream(network.getLayers())
            .filter(layer -> layer.conf().getLayer() instanceof BooleanLayer)
            .count();
    assertThat(Parity.packed(exported)).hasSizeGreaterThanOrEqualTo((int) (products - first));
  }

  private static BooleanConvolutionLayer.Builder convolution(RandomNumbers numbers) {
    boolean same = numbers.oneOf(0, 1, 2) > 0;
    BooleanConvolutionLayer.Builder builder =
        new BooleanConvolutionLayer.Builder(numbers.oneOf(1, 2, 3), numbers.oneOf(1, 2, 3))
            .nOut(numbers.oneOf(CHANNELS))
            .stride(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .hasBias(numbers.oneOf(0, 1) == 1)
            .activation(new BooleanActivation(numbers.random().nextInt(-3, 4) / 2f));
    return same ? builder : builder.padding(numbers.oneOf(1, 2), numbers.oneOf(1, 2));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aTrainedMixedNetworkAgreesWithItsModel(long seed) {
    BooleanNetworks networks = new BooleanNetworks(seed);
    MultiLayerNetwork network =
        (MultiLayerNetwork)
            NetworkKind.LIST.create(
                networks.settings(), BooleanNetworks.inputType(), networks.layers());
    for (int i = 0; i < 10; i++) {
      network.fit(BooleanNetworks.data(i));
    }

    Parity.check(
        network,
        ExportOptions.DEFAULT.withInputTypes(BooleanNetworks.inputType()),
        BooleanNetworks.data(100).getFeatures());
  }

  /** W [3, 1] = (1, 0, 1) and b = 1: s = Σ XOR(x, w) + 1 - 3/2. */
  @Test
  void bitsAreTheWeights() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new SignFlip(1).withOthers(new Sgd(1)))
                .list()
                .layer(
                    new BooleanDenseLayer.Builder()
                        .nIn(3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                .build());
    network.init();
    network.getLayer(0).getParam("W").assign(Nd4j.createFromArray(1f, 0, 1).reshape(3, 1));
    network.getLayer(0).getParam("b").assign(1);

    CompactModel model = CompactExporter.export(network);

    assertThat(model.predict(new float[] {1, 0, 1})).containsExactly(-0.5f);
    assertThat(model.predict(new float[] {0, 1, 0})).containsExactly(2.5f);
    assertThat(model.predict(new float[] {1, 1, 0})).containsExactly(1.5f);
  }
}
