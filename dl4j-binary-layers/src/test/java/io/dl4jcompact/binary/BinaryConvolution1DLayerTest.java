package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.Refusal;
import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class BinaryConvolution1DLayerTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryConvolution1DLayer.Builder(3)
        .name(name)
        .nOut(nOut)
        .convolutionMode(ConvolutionMode.Causal)
        .inputQuantizer(new SignQuantizer())
        .build();
  }

  @Override
  protected List<Layer> inFrontOfTheOutput() {
    return List.of(new GlobalPoolingLayer.Builder(PoolingType.AVG).name("pool").build());
  }

  @Override
  protected InputType inputType() {
    return InputType.recurrent(4, 7);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    List<UnaryOperator<BinaryConvolution1DLayer.Builder>> shapes =
        List.of(
            b -> b.padding(1),
            b -> b.stride(2).hasBias(false).groups(2),
            b -> b.dilation(2).padding(2),
            b -> b.stride(2).convolutionMode(ConvolutionMode.Same),
            b -> b.dilation(2).convolutionMode(ConvolutionMode.Causal),
            b -> b.kernelSize(2).stride(3).convolutionMode(ConvolutionMode.Causal).groups(2));
    return shapes.stream()
        .map(
            shape ->
                shape
                    .apply(new BinaryConvolution1DLayer.Builder(3).nOut(2))
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(quantization.weightScale())
                    .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0"),
        refusal(b -> b.kernelSize(0), "kernelSize is 0, expected one value of at least 1"),
        refusal(b -> b.kernelSize(2, 3), "kernelSize is [2, 3], expected one value"),
        refusal(b -> b.stride(0), "stride is 0"),
        refusal(b -> b.dilation(0), "dilation is 0"),
        refusal(b -> b.padding(-1), "padding is -1"),
        refusal(
            b -> b.padding(1).convolutionMode(ConvolutionMode.Causal), "padding is 1, expected 0"),
        refusal(b -> b.groups(3), "groups is 3, expected a divisor of the 4 output channels"),
        refusal(b -> b.rnnDataFormat(RNNFormat.NWC), "data format is NWC, expected NCW"),
        refusal(b -> b.weightQuantizer(new StepQuantizer()), "weightQuantizer is step"),
        refusal(
            b -> b.inputQuantizer(new LevelQuantizer(1, 1, new SignQuantizer())),
            "inputQuantizer is levels(1.0, 1.0, sign(0.0, clipped)), expected two values"));
  }

  private static Refusal refusal(
      UnaryOperator<BinaryConvolution1DLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new BinaryConvolution1DLayer.Builder(3).name("mine").nOut(4)).build(),
        message);
  }

  private static void assertRefused(
      BinaryConvolution1DLayer.Builder builder, InputType input, String message) {
    FeedForwardLayer conf = builder.name("mine").nOut(4).build();
    assertThatThrownBy(() -> SingleLayer.of(conf, input, DataType.FLOAT))
        .hasMessageContaining("BinaryConvolution1DLayer \"mine\": " + message);
  }

  @Test
  void whatTheInputTypeSaysIsCheckedWhenTheNetworkIsConfigured() {
    assertRefused(
        new BinaryConvolution1DLayer.Builder(3).groups(2),
        InputType.recurrent(3, 9),
        "groups is 2, expected a divisor of the 3 input channels");
    assertRefused(
        new BinaryConvolution1DLayer.Builder(3).dilation(2),
        InputType.recurrent(3, 4),
        "kernelSize is 3 with dilation 2, expected a window within the input's 4 time steps");
    assertRefused(
        new BinaryConvolution1DLayer.Builder(3),
        InputType.recurrent(3, 9, RNNFormat.NWC),
        "data format is NWC, expected NCW");
  }

  static Stream<InputType> noSequences() {
    return Stream.of(
        InputType.feedForward(8),
        InputType.convolutional(9, 9, 8),
        InputType.convolutionalFlat(9, 9, 8),
        InputType.convolutional3D(2, 9, 9, 8));
  }

  @ParameterizedTest
  @MethodSource("noSequences")
  void imagesAndVectorsAreRefusedWhenTheNetworkIsConfigured(InputType input) {
    NeuralNetConfiguration.ListBuilder builder =
        new NeuralNetConfiguration.Builder().list().layer(layer("mine", 4)).setInputType(input);

    assertThatThrownBy(builder::build)
        .hasMessageContaining("\"mine\": input type is " + input + ", expected a sequence");
  }

  @Test
  void vectorsOfASequenceAreItsTimeSteps() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(layer("mine", 4))
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new LossLayer.Builder(LossFunction.MSE).build())
                .setInputType(inputType())
                .build());
    network.init();

    assertThat(network.feedForward(Nd4j.ones(DataType.FLOAT, 2, 4, 7)).get(2).shape())
        .containsExactly(2, 4, 7);
  }

  @Test
  void anotherRankIsRefusedByName() {
    SingleLayer layer = SingleLayer.of(layer("mine", 4), inputType(), DataType.FLOAT);

    assertThatThrownBy(() -> layer.forward(Nd4j.ones(DataType.FLOAT, 2, 4, 7, 1)))
        .hasMessageContaining("[2, 4, 7, 1]")
        .hasMessageContaining("expected [minibatch, 4, time]")
        .hasMessageContaining("layer name: mine");
  }

  @Test
  void aSequenceOfUnknownLengthIsConfigured() {
    InputType given = layer("mine", 4).getOutputType(0, InputType.recurrent(3));

    assertThat(given).isEqualTo(InputType.recurrent(4, -1));
  }

  @Test
  void maskedTimeStepsGiveNothingAndTakeNoGradient() {
    FeedForwardLayer conf = new BinaryConvolution1DLayer.Builder(2, 2).nOut(3).build();
    SingleLayer layer = SingleLayer.of(conf, InputType.recurrent(4, 6), DataType.DOUBLE);
    INDArray x = Nd4j.rand(DataType.DOUBLE, 2, 4, 6);
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}});
    INDArray unmasked = layer.forward(x);
    INDArray delta = Nd4j.rand(DataType.DOUBLE, unmasked.shape());
    INDArray visible = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}});
    INDArray shown = visible.reshape(2, 1, 3).broadcast(2, 3, 3);
    layer.forward(x);
    var expected = layer.backward(delta.mul(shown));
    INDArray weights = expected.getFirst().getGradientFor("W").dup();
    INDArray epsilon = expected.getSecond().dup();

    layer.layer().setMaskArray(mask);
    INDArray masked = layer.forward(x);
    var actual = layer.backward(delta);

    assertThat(layer.layer().feedForwardMaskArray(mask, null, 2).getFirst())
        .isEqualTo(visible.castTo(DataType.FLOAT));
    assertThat(masked).isEqualTo(unmasked.mul(shown));
    assertThat(actual.getFirst().getGradientFor("W")).isEqualTo(weights);
    assertThat(actual.getSecond()).isEqualTo(epsilon);
  }
}
