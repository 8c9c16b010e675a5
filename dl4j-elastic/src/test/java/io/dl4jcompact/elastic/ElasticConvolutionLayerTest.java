package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.core.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A whole elastic convolution is a convolution. Slices of one: {@link ElasticSliceGradientTest}.
 */
class ElasticConvolutionLayerTest extends LayerContractTest {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return builder(name)
        .kernelSizes(1, 3)
        .kernelTransform(nOut == 5)
        .nOut(nOut)
        .widths(2, nOut)
        .padding(1, 1)
        .build();
  }

  private static ElasticConvolutionLayer.Builder builder(String name) {
    return new ElasticConvolutionLayer.Builder().name(name).activation(Activation.IDENTITY);
  }

  @Override
  protected List<FeedForwardLayer> variants() {
    return List.of(
        layer("first", 4),
        builder("first").nOut(2).kernelSize(3, 2).hasBias(false).stride(2, 1).build(),
        builder("first").nOut(2).kernelSize(2, 2).dilation(2, 2).padding(2, 1).build(),
        builder("first")
            .nOut(4)
            .kernelSizes(3, 5)
            .convolutionMode(ConvolutionMode.Same)
            .skippable(true)
            .build());
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(6, 5, 4);
  }

  @Override
  protected double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved) {
    Map<String, INDArray> parameters = moved.parameters();
    return NaiveImages.convolve(
        (ConvolutionLayer) conf, parameters.get("W"), parameters.get("b"), moved.input());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0"),
        refusal(b -> b.widths(3, 5), "widths is [3, 5], expected the last one to be 4"),
        refusal(b -> b.kernelSizes(2, 3), "kernelSizes is [2, 3], expected sizes that have"),
        refusal(
            b -> b.kernelSizes(1, 3).kernelSize(5, 5),
            "kernelSizes is [1, 3], expected the last one to be 5"),
        refusal(b -> b.kernelSize(0, 3), "kernelSize is [0, 3], expected two values"),
        refusal(
            b -> b.padding(1, 2).convolutionMode(ConvolutionMode.Same), "padding is 1x2, expected"),
        refusal(
            b -> b.convolutionMode(ConvolutionMode.Causal),
            "convolutionMode is Causal, expected Strict, Truncate or Same"));
  }

  private static Refusal refusal(
      UnaryOperator<ElasticConvolutionLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(builder("mine").kernelSize(3, 3).nOut(4)).build(), message);
  }
}
