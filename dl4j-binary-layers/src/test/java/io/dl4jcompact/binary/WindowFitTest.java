package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Windows that do not fit are refused with the layer's name, as early as the input is known. */
class WindowFitTest {

  private static BinaryConvolutionLayer.Builder convolution(int... kernelSize) {
    return new BinaryConvolutionLayer.Builder(kernelSize).name("mine").nOut(4);
  }

  private static BinaryConvolution1DLayer.Builder sequence(int kernelSize) {
    return new BinaryConvolution1DLayer.Builder(kernelSize).name("mine").nOut(4);
  }

  private static ListBuilder list(ConvolutionMode mode, FeedForwardLayer layer) {
    return new NeuralNetConfiguration.Builder().convolutionMode(mode).list().layer(layer);
  }

  private static void refusedAtBuild(
      ConvolutionMode mode, FeedForwardLayer layer, InputType input, String message) {
    ListBuilder list = list(mode, layer).setInputType(input);
    assertThatIllegalArgumentException()
        .isThrownBy(list::build)
        .withMessageContaining(layer.getClass().getSimpleName() + " \"mine\": " + message);
  }

  @ParameterizedTest
  @EnumSource(
      value = ConvolutionMode.class,
      names = {"Truncate", "Strict"})
  void aWindowLargerThanTheMapIsRefusedWhenTheNetworkIsConfigured(ConvolutionMode mode) {
    BinaryConvolutionLayer layer = convolution(3, 4).dilation(1, 2).padding(0, 1).build();
    refusedAtBuild(
        mode,
        layer,
        InputType.convolutional(3, 4, 3),
        "kernelSize is 4 with dilation 2, expected a window within the input's 4 columns");
    BinaryConvolutionLayer fits = convolution(3, 4).dilation(1, 2).padding(0, 1).build();
    assertThatCode(list(mode, fits).setInputType(InputType.convolutional(3, 5, 3))::build)
        .doesNotThrowAnyException();
  }

  @Test
  void theNetworksModeIsRefusedWhenTheNetworkIsConfigured() {
    InputType image = InputType.convolutional(8, 8, 3);
    refusedAtBuild(
        ConvolutionMode.Causal, convolution(3, 3).build(), image, "convolutionMode is Causal");
    refusedAtBuild(
        ConvolutionMode.Same,
        convolution(3, 3).padding(1, 2).build(),
        image,
        "padding is 1x2, expected 0x0");
    refusedAtBuild(
        ConvolutionMode.Same,
        sequence(3).padding(1).build(),
        InputType.recurrent(3, 8),
        "padding is 1, expected 0 in convolution mode Same");
  }

  @Test
  void withoutAnInputTypeTheNetworksModeIsRefusedWhenTheNetworkIsInitialised() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list(ConvolutionMode.Causal, convolution(3, 3).nIn(3).build()).build());

    assertThatIllegalArgumentException()
        .isThrownBy(network::init)
        .withMessageContaining("\"mine\": convolutionMode is Causal, expected Strict");
  }

  @Test
  void aStrideThatLeavesStepsOverIsRefusedInModeStrict() {
    refusedAtBuild(
        ConvolutionMode.Strict,
        sequence(2).stride(3).build(),
        InputType.recurrent(8, 10),
        "stride is 3 with kernelSize 2 and dilation 1, expected a stride that leaves none");
  }

  static Stream<int[]> kernelsStridesAndSizes() {
    return IntStream.rangeClosed(1, 3)
        .boxed()
        .flatMap(
            kernel ->
                IntStream.rangeClosed(1, 5)
                    .boxed()
                    .flatMap(
                        stride ->
                            IntStream.rangeClosed(3, 9)
                                .mapToObj(size -> new int[] {kernel, stride, size})));
  }

  /** What Deeplearning4j's convolution, which ours extend, does not compute when it is run. */
  @ParameterizedTest
  @MethodSource("kernelsStridesAndSizes")
  void modeSameIsRefusedWhereDeeplearning4jCannotComputeIt(int[] given) {
    int kernel = given[0];
    int stride = given[1];
    int size = given[2];
    ConvolutionLayer stock =
        new ConvolutionLayer.Builder(1, kernel).stride(1, stride).nOut(4).build();
    boolean image =
        runs(list(ConvolutionMode.Same, stock), InputType.convolutional(3, size, 2), 3, size);

    assertThat(
            runs(
                list(ConvolutionMode.Same, convolution(1, kernel).stride(1, stride).build()),
                InputType.convolutional(3, size, 2),
                3,
                size))
        .isEqualTo(image);
    assertThat(
            runs(
                list(
                    ConvolutionMode.Same,
                    new BinaryDepthwiseConvolutionLayer.Builder(1, kernel)
                        .name("mine")
                        .stride(1, stride)
                        .build()),
                InputType.convolutional(3, size, 2),
                3,
                size))
        .isEqualTo(image);
    assertThat(
            runs(
                list(ConvolutionMode.Same, sequence(kernel).stride(stride).build()),
                InputType.recurrent(2, size),
                size))
        .isEqualTo(image);
  }

  /** One of our layers that does not run is refused by {@code build()}. */
  private static boolean runs(ListBuilder list, InputType input, long... sizes) {
    long[] shape = new long[sizes.length + 2];
    shape[0] = 2;
    shape[1] = 2;
    System.arraycopy(sizes, 0, shape, 2, sizes.length);
    MultiLayerNetwork network;
    try {
      network = new MultiLayerNetwork(list.setInputType(input).build());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("\"mine\": stride is ");
      return false;
    }
    network.init();
    try {
      network.output(Nd4j.ones(DataType.FLOAT, shape));
      return true;
    } catch (IllegalStateException e) {
      assertThat(network.getLayer(0).conf().getLayer()).isNotInstanceOf(QuantizedLayer.class);
      return false;
    }
  }

  @Test
  void inputsOfUnknownSizeAreRefusedByNameWhenTheyCome() {
    MultiLayerNetwork sequences =
        new MultiLayerNetwork(list(ConvolutionMode.Truncate, sequence(3).nIn(2).build()).build());
    sequences.init();
    assertThatThrownBy(() -> sequences.output(Nd4j.ones(DataType.FLOAT, 1, 2, 2)))
        .hasMessageContaining(
            "\"mine\": kernelSize is 3 with dilation 1, expected a window within the input's 2 time"
                + " steps");
    MultiLayerNetwork images =
        new MultiLayerNetwork(
            list(ConvolutionMode.Truncate, convolution(3, 3).nIn(2).build()).build());
    images.init();
    assertThatThrownBy(() -> images.output(Nd4j.ones(DataType.FLOAT, 1, 2, 3, 2)))
        .hasMessageContaining("\"mine\": kernelSize is 3")
        .hasMessageContaining("2 columns");
  }
}
