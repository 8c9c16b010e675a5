package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an export is told of its inputs, and what it infers. */
final class ExportInputTest {

  private static final InputType IMAGE = InputType.convolutional(8, 8, 2);

  @Test
  void anInputOfUnknownSizeIsAskedFor() {
    MultiLayerNetwork network =
        ExportRefusalTest.network(IMAGE, new ConvolutionLayer.Builder(2, 2).nIn(2).nOut(2).build());

    assertThatThrownBy(() -> CompactExporter.export(network))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("'input'")
        .hasMessageContaining("InputType.convolutional(height, width, channels)");
    assertThat(CompactExporter.export(network, IMAGE).inputShape()).containsExactly(2, 8, 8);
  }

  @Test
  void aFlatImageIsInferred() {
    InputType flat = InputType.convolutionalFlat(8, 8, 2);
    MultiLayerNetwork network =
        ExportRefusalTest.network(flat, new ConvolutionLayer.Builder(2, 2).nOut(2).build());

    assertThat(CompactExporter.export(network).inputShape()).containsExactly(128);
  }

  @Test
  void aWrongNumberOfInputTypesIsRefused() {
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            InputType.feedForward(3), new DenseLayer.Builder().nOut(2).build());
    ExportOptions options = ExportOptions.DEFAULT.withInputTypes(IMAGE, IMAGE);

    assertThatThrownBy(() -> CompactExporter.export(network, options))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("1 inputs, got 2");
  }

  static Stream<Arguments> sizesOutOfRange() {
    return Stream.of(
        Arguments.of(InputType.feedForward(1L << 40), "overflow"),
        Arguments.of(InputType.convolutional(1 << 20, 1 << 20, 3), "limit for one sample"));
  }

  @ParameterizedTest
  @MethodSource("sizesOutOfRange")
  void anInputSizeOutOfRangeIsNamed(InputType input, String expected) {
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            InputType.feedForward(3), new DenseLayer.Builder().nOut(2).build());

    assertThatThrownBy(() -> CompactExporter.export(network, input))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("input 'input'")
        .hasMessageContaining(expected);
  }

  @Test
  void aWrongInputSizeIsRefused() {
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            InputType.feedForward(3), new DenseLayer.Builder().nOut(2).build());

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.feedForward(4)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("parameter 'W' has shape [3, 2], expected [4, 2]");
  }
}
