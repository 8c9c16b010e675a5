package io.dl4jcompact.binary;

import io.dl4jcompact.core.Refusal;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** The whole contract for convolutions of several groups. */
class GroupedBinaryConvolutionTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    int groups = name.equals("second") || name.equals("third") ? 1 : 2;
    return new BinaryConvolutionLayer.Builder(3, 2)
        .name(name)
        .nOut(nOut + nOut % groups)
        .groups(groups)
        .padding(1, 1)
        .build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(5, 4, 6);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    List<UnaryOperator<BinaryConvolutionLayer.Builder>> shapes =
        List.of(
            b -> b.kernelSize(3, 2).padding(1, 1).groups(2),
            b -> b.kernelSize(2, 2).stride(2, 1).hasBias(false).groups(3).nOut(3),
            b -> b.kernelSize(2, 2).dilation(2, 1).padding(2, 1).groups(2),
            b ->
                b.kernelSize(2, 3)
                    .stride(2, 2)
                    .convolutionMode(ConvolutionMode.Same)
                    .groups(6)
                    .nOut(6),
            b -> b.kernelSize(2, 2).dilation(2, 2).convolutionMode(ConvolutionMode.Same).groups(2));
    return shapes.stream()
        .map(
            shape ->
                shape
                    .apply(new BinaryConvolutionLayer.Builder().nOut(2))
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(quantization.weightScale())
                    .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.groups(0), "groups is 0, expected at least 1"),
        refusal(b -> b.groups(3), "groups is 3, expected a divisor of the 4 output channels"),
        refusal(
            b -> b.nIn(6).groups(4), "groups is 4, expected a divisor of the 6 input channels"));
  }

  private static Refusal refusal(
      UnaryOperator<BinaryConvolutionLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new BinaryConvolutionLayer.Builder(3, 3).name("mine").nOut(4)).build(),
        message);
  }
}
