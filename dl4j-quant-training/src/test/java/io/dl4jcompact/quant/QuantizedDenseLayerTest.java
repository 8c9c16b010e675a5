package io.dl4jcompact.quant;

import io.dl4jcompact.core.Refusal;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;

class QuantizedDenseLayerTest extends QuantizedLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new QuantizedDenseLayer.Builder().name(name).nOut(nOut).bits(6).build();
  }

  @Override
  FeedForwardLayer floatLayer() {
    return new DenseLayer.Builder().name("first").nOut(4).activation(Activation.IDENTITY).build();
  }

  private static QuantizedDenseLayer.Builder builder(LayerQuantization quantization) {
    return new QuantizedDenseLayer.Builder()
        .inputScheme(quantization.input())
        .weightScheme(quantization.weights())
        .backward(quantization.backward());
  }

  @Override
  FeedForwardLayer layer(LayerQuantization quantization) {
    return builder(quantization).name("first").nOut(4).build();
  }

  @Override
  protected InputType inputType() {
    return InputType.feedForward(9);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(LayerQuantization quantization) {
    return Stream.of(
        builder(quantization).nOut(5).build(),
        builder(quantization).nOut(1).hasBias(false).build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0, expected at least 1; set .nOut(..)"),
        refusal(b -> b.nIn(-1), "nIn is -1, expected at least 0"),
        refusal(b -> b.bits(1), "inputScheme is 1 bits, expected 2..8"),
        refusal(b -> b.bits(9), "inputScheme is 9 bits"),
        refusal(
            b -> b.weightScheme(QuantizationScheme.WEIGHTS.withBits(16)),
            "weightScheme is 16 bits, expected 2..8"),
        refusal(
            b -> b.inputScheme(QuantizationScheme.NONE.withLearnedRange(true)),
            "inputScheme is a learned range of floats"),
        refusal(
            b -> b.inputScheme(QuantizationScheme.INPUT.withPerChannel(true)),
            "inputScheme is per channel, expected one range"),
        refusal(
            b ->
                b.weightScheme(
                    QuantizationScheme.WEIGHTS.withObserver(new MovingAverageObserver())),
            "weightScheme is moving_average(0.99), expected an observer of the present weights"),
        refusal(b -> b.backward(new BackwardScheme(1, 1, Rounding.NEAREST)), "backward is 1 bits"),
        refusal(
            b -> b.backward(new BackwardScheme(8, 0, Rounding.NEAREST)),
            "backward is a share of 0.0, expected one in (0, 1]"));
  }

  private static Refusal refusal(
      UnaryOperator<QuantizedDenseLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new QuantizedDenseLayer.Builder().name("mine").nOut(4)).build(),
        message);
  }
}
