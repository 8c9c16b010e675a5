package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class PackedRefusalsTest {

  private static final SignFlip FLIPS = new SignFlip(1);

  private static NeuralNetConfiguration.ListBuilder layers(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().updater(new Adam()).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list;
  }

  private static BooleanDenseLayer.Builder dense(String name) {
    return new BooleanDenseLayer.Builder().name(name).nOut(4).updater(FLIPS);
  }

  private static BooleanConvolutionLayer.Builder convolution(String name) {
    return new BooleanConvolutionLayer.Builder(3, 3).name(name).nOut(4).updater(FLIPS);
  }

  private static SubsamplingLayer.Builder pooling(SubsamplingLayer.PoolingType type) {
    return new SubsamplingLayer.Builder(type).name("pool").kernelSize(2, 2).stride(2, 2);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().name("output").nOut(2).activation(Activation.SOFTMAX).build();
  }

  static Stream<Arguments> refused() {
    InputType vector = InputType.feedForward(6);
    InputType map = InputType.convolutionalFlat(8, 8, 1);
    return Stream.of(
        Arguments.of(
            "the number of Boolean layers with Boolean input of the network is 0",
            layers(new DenseLayer.Builder().nOut(3).build(), output()).setInputType(vector)),
        Arguments.of(
            "the number of Boolean layers with Boolean input of the network is 0",
            layers(dense("a").input(Domain.REAL).build(), output()).setInputType(vector)),
        Arguments.of("\"b\": its place", apart().setInputType(vector)),
        Arguments.of(
            "\"a\": activation",
            layers(dense("a").activation(Activation.TANH).build(), output()).setInputType(vector)),
        Arguments.of(
            "\"a\": gradientNormalization",
            layers(
                    dense("a").gradientNormalization(GradientNormalization.ClipL2PerLayer).build(),
                    output())
                .setInputType(vector)),
        Arguments.of(
            "\"b\": its place",
            layers(
                    convolution("a").build(),
                    pooling(SubsamplingLayer.PoolingType.AVG).build(),
                    dense("b").build(),
                    output())
                .setInputType(map)),
        Arguments.of(
            "\"pool\": padding",
            layers(
                    convolution("a").build(),
                    pooling(SubsamplingLayer.PoolingType.MAX).padding(2, 2).build(),
                    output())
                .setInputType(map)),
        Arguments.of(
            "\"a\": dropOut",
            layers(dense("a").dropOut(0.5).build(), output()).setInputType(vector)),
        Arguments.of(
            "\"a\": weightNoise",
            layers(dense("a").weightNoise(new DropConnect(0.5)).build(), output())
                .setInputType(vector)),
        Arguments.of(
            "FrozenLayer \"layer0\": its place",
            layers(
                    new FrozenLayer.Builder()
                        .layer(
                            new BooleanDenseLayer.Builder().nIn(6).nOut(6).updater(FLIPS).build())
                        .build(),
                    dense("a").build(),
                    output())
                .setInputType(vector)),
        Arguments.of(
            "FrozenLayer \"layer1\": its place",
            layers(
                    dense("a").build(),
                    new FrozenLayer.Builder()
                        .layer(new DenseLayer.Builder().nIn(4).nOut(4).build())
                        .build(),
                    output())
                .setInputType(vector)),
        Arguments.of(
            "\"a\": padding",
            layers(convolution("a").padding(3, 3).build(), output()).setInputType(map)),
        Arguments.of(
            "\"a\": the height and width of its input is unknown",
            layers(convolution("a").nIn(1).build(), dense("b").nIn(4 * 36).build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(2).build())));
  }

  private static NeuralNetConfiguration.ListBuilder apart() {
    return layers(
        dense("a").build(),
        new DenseLayer.Builder().nOut(3).build(),
        new ActivationLayer.Builder().activation(new BooleanActivation().withFanIn(3)).build(),
        dense("b").build(),
        output());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesByName(String message, NeuralNetConfiguration.ListBuilder layers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedTrainer(layers.build(), PackedOptions.DEFAULT))
        .withMessageContaining(message);
  }

  @Test
  void refusesSumsOverTheMinibatch() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam())
            .miniBatch(false)
            .list()
            .layer(dense("a").build())
            .layer(output())
            .setInputType(InputType.feedForward(6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedTrainer(layers.build(), PackedOptions.DEFAULT))
        .withMessageContaining("\"a\": miniBatch");
  }

  @Test
  void refusesOtherAlgorithms() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam())
            .optimizationAlgo(OptimizationAlgorithm.LBFGS)
            .list()
            .layer(dense("a").build())
            .layer(output())
            .setInputType(InputType.feedForward(6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedTrainer(layers.build(), PackedOptions.DEFAULT))
        .withMessageContaining("the optimizationAlgo of the network is LBFGS");
  }

  /** The input type of the options may be another than that of the configuration. */
  @Test
  void refusesMapsThatTheWindowDoesNotFit() {
    NeuralNetConfiguration.ListBuilder layers =
        layers(convolution("a").stride(2, 2).nIn(1).build())
            .layer(new OutputLayer.Builder().nIn(4).nOut(2).build());
    PackedOptions options = PackedOptions.DEFAULT.withInputType(InputType.convolutional(2, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedTrainer(layers.build(), options))
        .withMessageContaining("\"a\": kernelSize");
  }

  @Test
  void refusesEpochsThatCannotBe() {
    DataSet data = new DataSet(Nd4j.ones(2, 6), Nd4j.eye(2));
    for (int epochs : new int[] {-1, 0}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer().fit(new ListDataSetIterator<>(data.asList(), 2), epochs))
          .withMessageContaining("epochs is " + epochs);
    }
  }

  private static PackedTrainer trainer() {
    return new PackedTrainer(
        layers(dense("a").build(), output()).setInputType(InputType.feedForward(6)).build(),
        PackedOptions.DEFAULT);
  }

  @Test
  void refusesWhatIsNoBits() {
    DataSet data = new DataSet(Nd4j.valueArrayOf(new int[] {2, 6}, 0.5f), Nd4j.eye(2));
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer().fit(data))
        .withMessageContaining("\"a\": its input has the value 0.5");
  }

  @Test
  void refusesInputsOfAnotherSize() {
    DataSet data = new DataSet(Nd4j.ones(2, 7), Nd4j.eye(2));
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer().fit(data))
        .withMessageContaining("\"a\": its input has the shape [2, 7]");
  }

  @Test
  void refusesSignalsThatAreNotFinite() {
    PackedTrainer trainer = trainer();
    DataSet data = new DataSet(Nd4j.ones(2, 6), Nd4j.valueArrayOf(new int[] {2, 2}, Float.NaN));
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(data))
        .withMessageContaining("\"a\": the signal from behind has the value NaN");
    // Nothing was updated, so better data train on.
    trainer.fit(new DataSet(Nd4j.ones(2, 6), Nd4j.eye(2)));
    assertThat(trainer.score()).isFinite();
  }

  @Test
  void refusesMasks() {
    DataSet data = new DataSet(Nd4j.ones(2, 6), Nd4j.eye(2), null, Nd4j.ones(2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer().fit(data))
        .withMessageContaining("masks");
  }

  /** Integers count in units of the threshold. */
  @Test
  void refusesIntegersWithoutAThreshold() {
    PackedTrainer trainer =
        new PackedTrainer(
            layers(dense("a").updater(new Bop(0.1, 0)).build(), output())
                .setInputType(InputType.feedForward(6))
                .build(),
            PackedOptions.DEFAULT);
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.fit(new DataSet(Nd4j.ones(2, 6), Nd4j.eye(2))))
        .withMessageContaining("threshold is 0.0");
  }

  @Test
  void refusesBitsOfSignalsThatItCannotHave() {
    for (int bits : new int[] {-1, 0, 1, 9}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PackedOptions.DEFAULT.withSignalBits(bits))
          .withMessageContaining("signalBits is " + bits);
    }
  }
}
