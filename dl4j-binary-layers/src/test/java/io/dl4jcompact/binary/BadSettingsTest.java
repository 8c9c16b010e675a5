package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.core.SingleLayer;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is refused beyond a builder's own settings, with the layer's name, the value, what was
 * expected and the remedy.
 */
class BadSettingsTest {

  private static BinaryDenseLayer.Builder dense() {
    return new BinaryDenseLayer.Builder().name("mine").nOut(4);
  }

  private static BinaryConvolutionLayer.Builder convolution() {
    return new BinaryConvolutionLayer.Builder(3, 3).name("mine").nOut(4);
  }

  @Test
  void quantizersMayNotBeNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> dense().inputQuantizer(null))
        .withMessageContaining("inputQuantizer is null; use new Identity()");
  }

  @Test
  void unnamedLayersAreCalledSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BinaryDenseLayer.Builder().build())
        .withMessageStartingWith("BinaryDenseLayer (not named): nOut is 0");
  }

  @Test
  void nhwcInputTypesAreRefused() {
    InputType type = InputType.convolutional(8, 8, 3, CNN2DFormat.NHWC);
    assertThatThrownBy(network(convolution().build(), type))
        .hasMessageContaining("\"mine\": data format is NHWC, expected NCHW");
  }

  static Stream<InputType> noImages() {
    return Stream.of(
        InputType.feedForward(8), InputType.recurrent(8, 9), InputType.convolutional3D(2, 9, 9, 8));
  }

  @ParameterizedTest
  @MethodSource("noImages")
  void inputTypesThatAreNoImagesAreRefusedWhenTheNetworkIsConfigured(InputType input) {
    Layer depthwise = new BinaryDepthwiseConvolutionLayer.Builder(3, 3).name("mine").build();
    Layer bits =
        new BooleanConvolutionLayer.Builder(3, 3)
            .name("mine")
            .nOut(4)
            .updater(new SignFlip(1))
            .build();
    for (Layer layer : List.of(convolution().build(), depthwise, bits)) {
      NeuralNetConfiguration.ListBuilder builder =
          new NeuralNetConfiguration.Builder().list().layer(layer).setInputType(input);

      assertThatThrownBy(builder::build)
          .hasMessageContaining(
              layer.getClass().getSimpleName() + " \"mine\": input type is " + input)
          .hasMessageContaining("expected images; use InputType.convolutional(");
    }
  }

  @Test
  void badQuantizersInAFileAreRefused() {
    String json =
        new NeuralNetConfiguration.Builder().list().layer(dense().nIn(2).build()).build().toJson();
    String wrongSide = json.replace("sign(0.0, clipped)", "step(0.0, clipped)");
    String unknown = json.replace("sign(0.0, clipped)", "tern(0.0, clipped)");

    assertThatThrownBy(
            () -> new MultiLayerNetwork(MultiLayerConfiguration.fromJson(wrongSide)).init())
        .hasMessageContaining("BinaryDenseLayer \"mine\": weightQuantizer is step(0.0, clipped)");
    assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(unknown))
        .rootCause()
        .hasMessageContaining("unknown quantiser 'tern(0.0, clipped)'");
  }

  @Test
  void groupsThatDoNotDivideTheInputTypesChannelsAreRefused() {
    assertThatThrownBy(network(convolution().groups(2).build(), InputType.convolutional(8, 8, 3)))
        .hasMessageContaining(
            "BinaryConvolutionLayer \"mine\": groups is 2, expected a divisor of the 3 input"
                + " channels");
  }

  @Test
  void groupsInAFileAreCheckedWhenTheNetworkIsInitialised() {
    String json =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(convolution().nIn(4).groups(2).build())
            .build()
            .toJson();
    String bad = json.replace("\"groups\" : 2", "\"groups\" : 3");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiLayerNetwork(MultiLayerConfiguration.fromJson(bad)).init())
        .withMessageContaining("\"mine\": groups is 3, expected a divisor of the 4");
    String none = json.replace("\"groups\" : 2", "\"groups\" : 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiLayerNetwork(MultiLayerConfiguration.fromJson(none)).init())
        .withMessageContaining("\"mine\": groups is 0, expected at least 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernelSize", "stride", "dilation"})
  void badWindowsInAFileAreRefused(String setting) {
    String json =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(convolution().nIn(2).kernelSize(2, 2).stride(2, 2).dilation(2, 2).build())
            .build()
            .toJson();
    String bad =
        json.replaceFirst(
            "\"%s\" : \\[ 2, 2 ]".formatted(setting), "\"" + setting + "\" : [ 0, 2 ]");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiLayerNetwork(MultiLayerConfiguration.fromJson(bad)).init())
        .withMessageContaining("BinaryConvolutionLayer \"mine\": " + setting + " is [0, 2]");
  }

  private static ThrowingCallable network(Layer layer, InputType inputType) {
    return () -> {
      NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder().list();
      builder.layer(layer);
      if (inputType != null) {
        builder.setInputType(inputType);
      }
      new MultiLayerNetwork(builder.build()).init();
    };
  }

  @Test
  void inputOfAnotherWidthIsRefusedByName() {
    SingleLayer layer = SingleLayer.of(dense().nIn(5).build(), DataType.FLOAT);

    assertThatThrownBy(() -> layer.forward(Nd4j.ones(DataType.FLOAT, 2, 6)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("[2, 6]")
        .hasMessageContaining("[minibatch, 5]")
        .hasMessageContaining("layer name: mine");
  }
}
