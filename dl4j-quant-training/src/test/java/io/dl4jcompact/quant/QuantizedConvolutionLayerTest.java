package io.dl4jcompact.quant;

import io.dl4jcompact.core.Refusal;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;

class QuantizedConvolutionLayerTest extends QuantizedLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new QuantizedConvolutionLayer.Builder(3, 2)
        .name(name)
        .nOut(nOut)
        .padding(1, 1)
        .bits(6)
        .build();
  }

  @Override
  FeedForwardLayer floatLayer() {
    return new ConvolutionLayer.Builder(3, 2)
        .name("first")
        .nOut(4)
        .padding(1, 1)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static QuantizedConvolutionLayer.Builder builder(LayerQuantization quantization) {
    return new QuantizedConvolutionLayer.Builder()
        .inputScheme(quantization.input())
        .weightScheme(quantization.weights())
        .backward(quantization.backward());
  }

  @Override
  FeedForwardLayer layer(LayerQuantization quantization) {
    return builder(quantization).kernelSize(3, 2).name("first").nOut(4).padding(1, 1).build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(6, 5, 4);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(LayerQuantization quantization) {
    boolean common = quantization.equals(LayerQuantization.DEFAULT.withBits(4));
    List<UnaryOperator<QuantizedConvolutionLayer.Builder>> shapes =
        List.of(
            b -> b.kernelSize(3, 2).padding(1, 1),
            b -> b.kernelSize(2, 2).groups(2).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(2, 2).stride(2, 1).hasBias(false),
            b -> b.kernelSize(2, 2).dilation(2, 2).padding(2, 1),
            b -> b.kernelSize(2, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(3, 3).groups(4).nOut(8).convolutionMode(ConvolutionMode.Same));
    // All shapes with one quantisation, two with each.
    return shapes.stream()
        .limit(common ? shapes.size() : 2)
        .map(shape -> shape.apply(builder(quantization).nOut(2)).build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0"),
        refusal(b -> b.kernelSize(0, 3), "kernelSize is [0, 3], expected two values"),
        refusal(b -> b.stride(1, 0), "stride is [1, 0]"),
        refusal(b -> b.dilation(0, 0), "dilation is [0, 0]"),
        refusal(b -> b.padding(-1, 0), "padding is [-1, 0], expected two values"),
        refusal(
            b -> b.padding(1, 2).convolutionMode(ConvolutionMode.Same), "padding is 1x2, expected"),
        refusal(b -> b.dataFormat(CNN2DFormat.NHWC), "data format is NHWC, expected NCHW"),
        refusal(
            b -> b.convolutionMode(ConvolutionMode.Causal),
            "convolutionMode is Causal, expected Strict, Truncate or Same"),
        refusal(b -> b.groups(0), "groups is 0, expected at least 1"),
        refusal(b -> b.groups(3), "groups is 3, expected a divisor of the 4 output channels"),
        refusal(b -> b.bits(12), "inputScheme is 12 bits"));
  }

  private static Refusal refusal(
      UnaryOperator<QuantizedConvolutionLayer.Builder> change, String message) {
    return new Refusal(
        () ->
            change.apply(new QuantizedConvolutionLayer.Builder(3, 3).name("mine").nOut(4)).build(),
        message);
  }
}
