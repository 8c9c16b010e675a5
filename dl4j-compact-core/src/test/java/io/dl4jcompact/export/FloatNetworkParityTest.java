package io.dl4jcompact.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

/** Random networks of Deeplearning4j's own layers give what their models give. */
final class FloatNetworkParityTest {

  private static final Activation[] ACTIVATIONS = {
    Activation.RELU, Activation.TANH, Activation.LEAKYRELU, Activation.IDENTITY, Activation.SWISH
  };

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aConvolutionalNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int height = numbers.random().nextInt(9, 14);
    int width = numbers.random().nextInt(9, 14);
    int channels = numbers.oneOf(1, 3, 33);
    // DL4J's own workspace checks fail for some orders of layers.
    var list =
        new NeuralNetConfiguration.Builder()
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .seed(seed)
            .list();
    body(numbers).forEach(list::layer);
    list.layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build());
    InputType input = InputType.convolutional(height, width, channels);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);

    Parity.checkFloat(
        network,
        ExportOptions.DEFAULT.withInputTypes(input),
        numbers.grid(3, channels, height, width));
  }

  /** So many channels go by another kernel than fewer do. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aNetworkOfManyChannelsAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    InputType input = InputType.convolutional(9, 8, 3);
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .convolutionMode(ConvolutionMode.Same)
            .activation(activation(numbers))
            .list();
    for (int outputs : new int[] {128, 130, 140}) {
      list.layer(new ConvolutionLayer.Builder(3, 3).nOut(outputs).build());
      list.layer(new BatchNormalization());
    }
    list.layer(new GlobalPoolingLayer(PoolingType.AVG));
    list.layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();

    Parity.checkFloat(
        network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(3, 3, 9, 8));
  }

  private static List<Layer> body(RandomNumbers numbers) {
    List<Layer> layers = new ArrayList<>();
    int count = numbers.random().nextInt(2, 6);
    for (int i = 0; i < count; i++) {
      layers.add(
          switch (numbers.random().nextInt(8)) {
            case 0 -> pooling(numbers, mode(numbers, i));
            case 1 -> batchNormalization(numbers);
            case 2 -> new ZeroPaddingLayer.Builder(0, 1, 2, 1).build();
            case 3 -> new Upsampling2D.Builder(1 + i % 2).build();
            case 4 -> new ActivationLayer(activation(numbers));
            case 5 -> new DropoutLayer(0.5);
            default -> convolution(numbers, mode(numbers, i));
          });
    }
    if (numbers.oneOf(0, 1) == 1) {
      PoolingType[] types = PoolingType.values();
      layers.add(new GlobalPoolingLayer(types[numbers.random().nextInt(types.length)]));
    }
    layers.add(
        new DenseLayer.Builder()
            .nOut(7)
            .activation(activation(numbers))
            .hasBias(numbers.oneOf(0, 1) == 1)
            .build());
    return layers;
  }

  /** A locked gamma without a locked beta counts for nothing in Deeplearning4j. */
  private static Layer batchNormalization(RandomNumbers numbers) {
    return new BatchNormalization.Builder()
        .useLogStd(numbers.oneOf(0, 1) == 1)
        .lockGammaBeta(numbers.oneOf(0, 0, 1) == 1)
        .gamma(1.5)
        .beta(numbers.oneOf(0, 1))
        .eps(1e-3)
        .build();
  }

  private static Activation activation(RandomNumbers numbers) {
    return ACTIVATIONS[numbers.random().nextInt(ACTIVATIONS.length)];
  }

  private static Layer convolution(RandomNumbers numbers, ConvolutionMode mode) {
    var builder =
        new ConvolutionLayer.Builder(numbers.oneOf(1, 2, 3), numbers.oneOf(1, 2, 3))
            .nOut(numbers.oneOf(1, 3, 33, 63, 65))
            .stride(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
            .dilation(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
            .convolutionMode(mode)
            .hasBias(numbers.oneOf(0, 1) == 1)
            .activation(activation(numbers));
    if (mode != ConvolutionMode.Same) {
      builder.padding(numbers.oneOf(0, 1, 2), numbers.oneOf(0, 1, 2));
    }
    return builder.build();
  }

  private static Layer pooling(RandomNumbers numbers, ConvolutionMode mode) {
    PoolingType[] types = {PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM};
    var builder =
        new SubsamplingLayer.Builder(types[numbers.random().nextInt(types.length)])
            .kernelSize(numbers.oneOf(2, 3), numbers.oneOf(2, 3))
            .stride(numbers.oneOf(1, 2), numbers.oneOf(1, 2))
            .convolutionMode(mode)
            .pnorm(numbers.oneOf(1, 2, 3));
    if (mode != ConvolutionMode.Same) {
      builder.padding(numbers.oneOf(0, 1), numbers.oneOf(0, 1));
    }
    SubsamplingLayer layer = builder.build();
    layer.setAvgPoolIncludePadInDivisor(numbers.oneOf(0, 1) == 1);
    return layer;
  }

  /** Same from the third layer on, so that there is some map left. */
  private static ConvolutionMode mode(RandomNumbers numbers, int index) {
    return index > 1 || numbers.oneOf(0, 1) == 1 ? ConvolutionMode.Same : ConvolutionMode.Truncate;
  }
}
