package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Random networks with one-bit layers in any position give what their models give. */
final class BinaryNetworkParityTest {

  private static final int[] CHANNELS = {1, 3, 33, 63, 65};

  private static final Activation[] ACTIVATIONS = {
    Activation.IDENTITY,
    Activation.IDENTITY,
    Activation.HARDTANH,
    Activation.RELU,
    Activation.TANH,
    Activation.SWISH
  };

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aConvolutionalNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int size = numbers.random().nextInt(8, 12);
    int channels = numbers.oneOf(CHANNELS);
    var list =
        new NeuralNetConfiguration.Builder()
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .seed(seed)
            .list();
    int blocks = numbers.random().nextInt(1, 4);
    for (int i = 0; i < blocks; i++) {
      addBlock(list, numbers, i);
    }
    if (numbers.oneOf(0, 1, 2) == 0) {
      list.layer(new GlobalPoolingLayer(PoolingType.values()[numbers.random().nextInt(4)]));
      list.layer(batchNormalization(numbers));
    }
    list.layer(dense(numbers));
    if (numbers.oneOf(0, 1) == 1) {
      list.layer(batchNormalization(numbers));
      list.layer(dense(numbers));
    }
    list.layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build());
    InputType input = InputType.convolutional(size, size + 1, channels);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);
    if (seed % 2 == 0) {
      OneDnn.install(network);
    }

    Exported exported =
        Parity.check(
            network,
            ExportOptions.DEFAULT.withInputTypes(input),
            numbers.grid(4, channels, size, size + 1));

    assertThat(exported.report().layers()).hasSize(network.getnLayers());
  }

  /**
   * Sums of floats are followed by a batch normalisation, whose odd constants keep them off the
   * next quantiser's threshold: on it, the order of summation would decide.
   */
  private static void addBlock(
      NeuralNetConfiguration.ListBuilder list, RandomNumbers numbers, int index) {
    Layer convolution =
        numbers.oneOf(0, 1, 2, 3) == 0
            ? floatConvolution(numbers, index)
            : convolution(numbers, index);
    list.layer(convolution);
    boolean oneBit =
        convolution instanceof BinaryConvolutionLayer binary
            && binary.quantization().input().bits() == 1
            && binary.quantization().weights().bits() == 1;
    if (!oneBit) {
      list.layer(batchNormalization(numbers));
    }
    for (int i = numbers.random().nextInt(3); i >= 0; i--) {
      list.layer(between(numbers));
    }
  }

  private static Layer between(RandomNumbers numbers) {
    return switch (numbers.random().nextInt(10)) {
      case 0 ->
          new SubsamplingLayer.Builder(PoolingType.MAX)
              .kernelSize(numbers.oneOf(2, 3), 2)
              .stride(1, 1)
              .padding(1, 1)
              .build();
      case 1 ->
          new SubsamplingLayer.Builder(PoolingType.MAX)
              .kernelSize(numbers.oneOf(2, 3), 2)
              .stride(numbers.oneOf(1, 2), numbers.oneOf(1, 2))
              .convolutionMode(ConvolutionMode.Same)
              .build();
      case 2 -> new Upsampling2D.Builder(2).build();
      case 3 -> new ZeroPaddingLayer.Builder(1, 0, 0, 1).build();
      case 4 -> new DropoutLayer(0.5);
      case 5 -> new ActivationLayer(activation(numbers));
      case 6 ->
          new SubsamplingLayer.Builder(PoolingType.AVG)
              .kernelSize(2, numbers.oneOf(1, 2))
              .stride(numbers.oneOf(1, 2), 1)
              .convolutionMode(ConvolutionMode.Same)
              .build();
      default -> batchNormalization(numbers);
    };
  }

  private static Layer batchNormalization(RandomNumbers numbers) {
    return new BatchNormalization.Builder().useLogStd(numbers.oneOf(0, 1) == 1).build();
  }

  private static Activation activation(RandomNumbers numbers) {
    return ACTIVATIONS[numbers.random().nextInt(ACTIVATIONS.length)];
  }

  private static Quantizer inputQuantizer(RandomNumbers numbers) {
    return switch (numbers.random().nextInt(10)) {
      case 0, 1 -> new StepQuantizer();
      case 2 -> new StepQuantizer(0.25f);
      case 3 -> new StochasticStepQuantizer();
      case 4 -> new Identity();
      case 5 -> new DynamicStepQuantizer();
      case 6 -> new LevelQuantizer(1.5f, -0.25f, new StepQuantizer(0.125f));
      case 7 -> new LevelQuantizer(0.75f, -0.75f, new SignQuantizer());
      default -> new SignQuantizer();
    };
  }

  private static Layer convolution(RandomNumbers numbers, int index) {
    boolean same = index > 0 || numbers.oneOf(0, 1) == 1;
    var builder =
        new BinaryConvolutionLayer.Builder(numbers.oneOf(1, 2, 3), numbers.oneOf(1, 2, 3))
            .nOut(numbers.oneOf(CHANNELS))
            .stride(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
            .dilation(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .hasBias(numbers.oneOf(0, 1) == 1)
            .activation(activation(numbers))
            .inputQuantizer(inputQuantizer(numbers));
    if (!same) {
      builder.padding(numbers.oneOf(0, 1, 2), numbers.oneOf(0, 1, 2));
    }
    return switch (numbers.random().nextInt(6)) {
      case 0 -> builder.weightQuantizer(new Identity()).build();
      case 1 ->
          builder.weightQuantizer(new LevelQuantizer(0.5f, -0.5f, new SignQuantizer())).build();
      default -> builder.weightScale(numbers.oneOf(0, 1) == 1).build();
    };
  }

  private static Layer floatConvolution(RandomNumbers numbers, int index) {
    boolean same = index > 0 || numbers.oneOf(0, 1) == 1;
    var builder =
        new ConvolutionLayer.Builder(numbers.oneOf(1, 2, 3), 2)
            .nOut(numbers.oneOf(CHANNELS))
            .stride(numbers.oneOf(1, 1, 2), 1)
            .dilation(numbers.oneOf(1, 2), numbers.oneOf(1, 2))
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .activation(Activation.TANH);
    if (!same) {
      builder.padding(numbers.oneOf(0, 1, 2), numbers.oneOf(0, 1, 2));
    }
    return builder.build();
  }

  private static Layer dense(RandomNumbers numbers) {
    return new BinaryDenseLayer.Builder()
        .nOut(numbers.oneOf(CHANNELS))
        .hasBias(numbers.oneOf(0, 1) == 1)
        .activation(activation(numbers))
        .inputQuantizer(inputQuantizer(numbers))
        .weightScale(numbers.oneOf(0, 1) == 1)
        .build();
  }
}
