package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.core.Refusal;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The contract for depthwise convolutions, with one of 1x1 behind: a separable convolution. */
class BinaryDepthwiseConvolutionLayerTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    if (name.equals("second") || name.equals("third")) {
      return new BinaryConvolutionLayer.Builder(1, 1).name(name).nOut(nOut).build();
    }
    return new BinaryDepthwiseConvolutionLayer.Builder(3, 2)
        .name(name)
        .depthMultiplier(nOut)
        .padding(1, 1)
        .inputQuantizer(new SignQuantizer())
        .build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(6, 5, 3);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    List<UnaryOperator<BinaryDepthwiseConvolutionLayer.Builder>> shapes =
        List.of(
            b -> b.kernelSize(3, 2).padding(1, 1),
            b -> b.kernelSize(2, 2).stride(2, 1).hasBias(false).depthMultiplier(2),
            b -> b.kernelSize(2, 2).dilation(2, 2).padding(2, 1).depthMultiplier(2),
            b -> b.kernelSize(2, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same));
    return shapes.stream()
        .map(
            shape ->
                shape
                    .apply(new BinaryDepthwiseConvolutionLayer.Builder())
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(quantization.weightScale())
                    .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.depthMultiplier(0), "depthMultiplier is 0, expected at least 1"),
        refusal(b -> b.nIn(3).nOut(4), "nOut is 4, expected 3, which is nIn"),
        refusal(b -> b.kernelSize(0, 3), "kernelSize is [0, 3], expected two values"),
        refusal(
            b -> b.padding(1, 2).convolutionMode(ConvolutionMode.Same), "padding is 1x2, expected"),
        refusal(b -> b.dataFormat(CNN2DFormat.NHWC), "data format is NHWC, expected NCHW"),
        refusal(
            b -> b.convolutionMode(ConvolutionMode.Causal),
            "convolutionMode is Causal, expected Strict, Truncate or Same"),
        refusal(b -> b.weightQuantizer(new StepQuantizer()), "weightQuantizer is step"),
        refusal(
            b -> b.inputQuantizer(new LevelQuantizer(1, 1, new SignQuantizer())),
            "inputQuantizer is levels(1.0, 1.0, sign(0.0, clipped)), expected two values"));
  }

  private static Refusal refusal(
      UnaryOperator<BinaryDepthwiseConvolutionLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new BinaryDepthwiseConvolutionLayer.Builder(3, 3).name("mine")).build(),
        message);
  }

  private static MultiLayerNetwork network(BinaryDepthwiseConvolutionLayer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(8).build())
                .layer(layer)
                .setInputType(InputType.convolutional(6, 5, 3))
                .build());
    network.init();
    return network;
  }

  @Test
  void aGivenNOutMustBeWhatTheInputsChannelsMake() {
    BinaryDepthwiseConvolutionLayer right =
        new BinaryDepthwiseConvolutionLayer.Builder(3, 3).depthMultiplier(2).nOut(16).build();
    assertThat(network(right).output(Nd4j.ones(1, 3, 6, 5)).shape()).containsExactly(1, 16, 4, 3);
    BinaryDepthwiseConvolutionLayer wrong =
        new BinaryDepthwiseConvolutionLayer.Builder(3, 3).name("mine").nOut(12).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(wrong))
        .withMessageContaining("\"mine\": nOut is 12, expected 8, which is nIn");
  }

  @Test
  void transferLearningMayGiveTheLayerInFrontOtherOutputs() {
    MultiLayerNetwork network =
        network(new BinaryDepthwiseConvolutionLayer.Builder(3, 3).depthMultiplier(2).build());

    MultiLayerNetwork wider =
        new TransferLearning.Builder(network).nOutReplace(0, 10, WeightInit.XAVIER).build();

    assertThat(wider.output(Nd4j.ones(1, 3, 6, 5)).shape()).containsExactly(1, 20, 4, 3);
  }
}
