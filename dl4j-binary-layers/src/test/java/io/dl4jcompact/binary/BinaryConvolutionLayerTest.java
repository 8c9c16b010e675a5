package io.dl4jcompact.binary;

import io.dl4jcompact.core.Refusal;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

class BinaryConvolutionLayerTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryConvolutionLayer.Builder(3, 2)
        .name(name)
        .nOut(nOut)
        .padding(1, 1)
        .inputQuantizer(new SignQuantizer(0.1f, new SignQuantizer().estimator()))
        .build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(6, 5, 3);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    List<UnaryOperator<BinaryConvolutionLayer.Builder>> shapes =
        List.of(
            b -> b.kernelSize(3, 2).padding(1, 1),
            b -> b.kernelSize(2, 2).stride(2, 1).hasBias(false),
            b -> b.kernelSize(2, 2).dilation(2, 2).padding(2, 1),
            b -> b.kernelSize(3, 3).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(2, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(2, 2).dilation(2, 2).convolutionMode(ConvolutionMode.Same));
    return shapes.stream()
        .map(
            shape ->
                shape
                    .apply(new BinaryConvolutionLayer.Builder())
                    .nOut(2)
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(quantization.weightScale())
                    .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0"),
        refusal(b -> b.kernelSize(0, 3), "kernelSize is [0, 3], expected two values"),
        refusal(b -> b.kernelSize(3), "kernelSize is [3]"),
        refusal(b -> b.stride(1, 0), "stride is [1, 0]"),
        refusal(b -> b.dilation(0, 0), "dilation is [0, 0]"),
        refusal(b -> b.padding(-1, 0), "padding is [-1, 0], expected two values"),
        refusal(
            b -> b.padding(1, 2).convolutionMode(ConvolutionMode.Same), "padding is 1x2, expected"),
        refusal(b -> b.dataFormat(CNN2DFormat.NHWC), "data format is NHWC, expected NCHW"),
        refusal(
            b -> b.convolutionMode(ConvolutionMode.Causal),
            "convolutionMode is Causal, expected Strict, Truncate or Same"),
        refusal(b -> b.weightQuantizer(new StepQuantizer()), "weightQuantizer is step"));
  }

  private static Refusal refusal(
      UnaryOperator<BinaryConvolutionLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new BinaryConvolutionLayer.Builder(3, 3).name("mine").nOut(4)).build(),
        message);
  }
}
