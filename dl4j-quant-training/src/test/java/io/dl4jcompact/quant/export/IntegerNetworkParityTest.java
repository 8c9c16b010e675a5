package io.dl4jcompact.quant.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quant.CompensationLayer;
import io.dl4jcompact.quant.HistogramObserver;
import io.dl4jcompact.quant.Interval;
import io.dl4jcompact.quant.MinMaxObserver;
import io.dl4jcompact.quant.MovingAverageObserver;
import io.dl4jcompact.quant.PercentileObserver;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedConvolutionBlock;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.runtime.CompactModel;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of integer layers against their exported models. */
class IntegerNetworkParityTest {

  private static final int SAMPLES = 8;
  private static final int CLASSES = 5;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static QuantizationScheme input(RandomNumbers numbers) {
    QuantizationScheme scheme =
        QuantizationScheme.INPUT
            .withBits(numbers.oneOf(2, 4, 7, 8))
            .withInterval(numbers.oneOf(0, 1) == 0 ? Interval.SYMMETRIC : Interval.ASYMMETRIC)
            .withLearnedRange(numbers.oneOf(0, 0, 1) == 1);
    return switch (numbers.oneOf(0, 1, 2, 3)) {
      case 0 -> scheme.withObserver(new MinMaxObserver());
      case 1 -> scheme.withObserver(new PercentileObserver(0.99));
      case 2 -> scheme.withObserver(new HistogramObserver(HistogramObserver.Criterion.MSE));
      default -> scheme.withObserver(new MovingAverageObserver(0.5));
    };
  }

  /**
   * @param wide most bits of weights with a zero point
   */
  private static QuantizationScheme weights(RandomNumbers numbers, int wide) {
    boolean asymmetric = numbers.oneOf(0, 0, 1) == 1;
    return QuantizationScheme.WEIGHTS
        .withBits(asymmetric ? numbers.oneOf(3, wide) : numbers.oneOf(2, 5, 8))
        .withInterval(asymmetric ? Interval.ASYMMETRIC : Interval.SYMMETRIC)
        .withPerChannel(numbers.oneOf(0, 1) == 1)
        .withLearnedRange(numbers.oneOf(0, 0, 1) == 1);
  }

  static QuantizedConvolutionLayer.Builder convolution(RandomNumbers numbers) {
    int groups = numbers.oneOf(1, 1, 2);
    return new QuantizedConvolutionLayer.Builder(numbers.oneOf(1, 2, 3), numbers.oneOf(1, 2, 3))
        .nOut(numbers.oneOf(4, 6, 10))
        .groups(groups)
        .stride(numbers.oneOf(1, 1, 2), 1)
        .dilation(numbers.oneOf(1, 1, 2), 1)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(numbers.oneOf(0, 1) == 1)
        .inputScheme(input(numbers))
        .weightScheme(weights(numbers, groups == 1 ? 8 : 7));
  }

  static QuantizedDenseLayer dense(RandomNumbers numbers) {
    return new QuantizedDenseLayer.Builder()
        .nOut(CLASSES)
        .hasBias(numbers.oneOf(0, 1) == 1)
        .inputScheme(input(numbers))
        .weightScheme(weights(numbers, 8))
        .build();
  }

  static MultiLayerNetwork trained(
      long seed, InputType inputType, NeuralNetConfiguration.ListBuilder list) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(
                    new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build())
                .setInputType(inputType)
                .build());
    network.init();
    for (int i = 0; i < 3; i++) {
      INDArray labels = Nd4j.rand(DataType.FLOAT, SAMPLES, CLASSES);
      network.fit(new DataSet(batch(inputType, seed + i), labels));
    }
    return network;
  }

  static INDArray batch(InputType inputType, long seed) {
    Nd4j.getRandom().setSeed(seed);
    long[] shape = inputType.getShape(true);
    shape[0] = SAMPLES;
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  static NeuralNetConfiguration.ListBuilder list(long seed) {
    return new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(0.01)).list();
  }

  private static float[] run(CompactModel model, INDArray input) {
    float[] output = new float[SAMPLES * CLASSES];
    model.newSession().run(input.dup('c').data().asFloat(), output);
    return output;
  }

  /**
   * Leaky ReLUs stay float steps: nothing is folded, and nothing rounds otherwise than training.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void literalModelsGiveTheVeryFloatsOfTheNetwork(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    InputType inputType = InputType.convolutional(7, 6, 4);
    NeuralNetConfiguration.ListBuilder list = list(seed);
    for (int i = numbers.oneOf(1, 2, 3); i > 0; i--) {
      list.layer(convolution(numbers).activation(Activation.LEAKYRELU).build());
      list.layer(new CompensationLayer.Builder().build());
    }
    if (numbers.oneOf(0, 1) == 1) {
      list.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(2, 1)
              .stride(1, 1)
              .build());
    }
    MultiLayerNetwork network = trained(seed, inputType, list.layer(dense(numbers)));
    INDArray input = batch(inputType, seed + 50);

    float[] actual = run(CompactExporter.export(network, inputType), input);

    assertArrayEquals(network.output(input).dup('c').data().asFloat(), actual);
  }

  /**
   * Folded models requantise by multiplier and shift: an integer may become its neighbour where the
   * float steps all but round to it, so that outputs are near, not equal.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void foldedModelsStayNear(long seed) {
    InputType inputType = InputType.convolutional(7, 6, 4);
    NeuralNetConfiguration.ListBuilder list = list(seed);
    for (String name : List.of("first", "second")) {
      QuantizedConvolutionLayer wide =
          new QuantizedConvolutionLayer.Builder(3, 3).nOut(12).padding(1, 1).build();
      new QuantizedConvolutionBlock(name, wide).addTo(list);
    }
    list.layer(new QuantizedDenseLayer.Builder().name("last").nOut(CLASSES).build());
    MultiLayerNetwork network = trained(seed, inputType, list);
    INDArray input = batch(inputType, seed + 50);
    Exported exported =
        CompactExporter.exportWithReport(network, ExportOptions.DEFAULT.withInputTypes(inputType));

    float[] actual = run(exported.model(), input);

    INDArray expected = network.output(input);
    double size = expected.stdNumber().doubleValue();
    float[] values = expected.dup('c').data().asFloat();
    double squares = 0;
    for (int i = 0; i < actual.length; i++) {
      squares += Math.pow(actual[i] - values[i], 2) / actual.length;
    }
    assertThat(Math.sqrt(squares)).isLessThan(0.01 * size);
    for (String name : List.of("first", "second")) {
      assertThat(exported.report().layer(name).note()).startsWith("gives integers");
      assertThat(exported.report().layer(name).inputBits()).isEqualTo(8);
      assertThat(exported.report().layer(name + "-compensation").note())
          .isEqualTo("folded into '" + name + "'");
    }
    assertThat(exported.report().layer("last").note()).startsWith("gives floats");
  }

  private static MultiLayerNetwork single(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(list(1).layer(layer).setInputType(InputType.feedForward(6)).build());
    network.init();
    return network;
  }

  @Test
  void untrainedRangesAreRefusedByName() {
    MultiLayerNetwork network =
        single(new QuantizedDenseLayer.Builder().name("mine").nOut(4).build());

    assertThatThrownBy(() -> CompactExporter.export(network))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("mine")
        .hasMessageContaining("the range of its input was never observed");
  }

  /** From 0 to 255: in bytes, such weights need three parts. */
  @Test
  void weightsOfEightBitsWithAZeroPointAreExact() {
    MultiLayerNetwork network =
        single(
            new QuantizedDenseLayer.Builder()
                .nOut(CLASSES)
                .weightScheme(QuantizationScheme.WEIGHTS.withInterval(Interval.ASYMMETRIC))
                .build());
    network.getLayer(0).getParam("W").assign(Nd4j.arange(30).reshape(6, CLASSES));
    network.getLayer(0).getParam("inputObserver").assign(Nd4j.createFromArray(1f, -1f, 1f));
    INDArray input = batch(InputType.feedForward(6), 3);

    float[] actual = run(CompactExporter.export(network), input);

    assertArrayEquals(network.output(input).dup('c').data().asFloat(), actual);
  }

  @Test
  void weightsThatDoNotFitBytesAreRefusedByNameInGroups() {
    InputType images = InputType.convolutional(3, 3, 4);
    QuantizedConvolutionLayer layer =
        new QuantizedConvolutionLayer.Builder(2, 2)
            .name("mine")
            .nOut(4)
            .groups(2)
            .weightScheme(QuantizationScheme.WEIGHTS.withInterval(Interval.ASYMMETRIC))
            .build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(list(1).layer(layer).setInputType(images).build());
    network.init();
    network.getLayer(0).getParam("W").addi(1);
    network.getLayer(0).getParam("inputObserver").assign(Nd4j.createFromArray(1f, -1f, 1f));

    assertThatThrownBy(() -> CompactExporter.export(network, images))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("mine")
        .hasMessageContaining("do not fit bytes");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void operandsThatStayFloatAreExportedAsFloats(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    boolean floatInput = numbers.oneOf(0, 1) == 1;
    InputType inputType = InputType.feedForward(9);
    QuantizedDenseLayer layer =
        new QuantizedDenseLayer.Builder()
            .nOut(CLASSES)
            .inputScheme(floatInput ? QuantizationScheme.NONE : input(numbers))
            .weightScheme(floatInput ? weights(numbers, 8) : QuantizationScheme.NONE)
            .build();
    MultiLayerNetwork network =
        trained(
            seed,
            inputType,
            list(seed).layer(layer).layer(new ActivationLayer(Activation.IDENTITY)));
    INDArray input = batch(inputType, seed + 50);

    float[] actual = run(CompactExporter.export(network), input);

    assertArrayEquals(network.output(input).dup('c').data().asFloat(), actual, 1e-5f);
  }
}
