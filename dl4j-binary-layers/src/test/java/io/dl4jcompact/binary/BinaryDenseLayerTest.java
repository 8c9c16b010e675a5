package io.dl4jcompact.binary;

import io.dl4jcompact.core.Refusal;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

class BinaryDenseLayerTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryDenseLayer.Builder().name(name).nOut(nOut).weightScale(true).build();
  }

  @Override
  protected InputType inputType() {
    return InputType.feedForward(70);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    return Stream.of(
            new BinaryDenseLayer.Builder().nOut(5),
            new BinaryDenseLayer.Builder().nOut(1).hasBias(false))
        .map(
            builder ->
                builder
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(quantization.weightScale())
                    .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        refusal(b -> b.nOut(0), "nOut is 0, expected at least 1; set .nOut(..)"),
        refusal(b -> b.nOut(-3), "nOut is -3"),
        refusal(b -> b.nIn(-1), "nIn is -1, expected at least 0"),
        refusal(
            b -> b.weightQuantizer(new StepQuantizer()), "weightQuantizer is step(0.0, clipped)"),
        refusal(
            b -> b.weightQuantizer(new StochasticStepQuantizer()),
            "weightQuantizer is stochastic_step(clipped), expected a sign(..)"),
        refusal(
            b -> b.weightQuantizer(new LevelQuantizer(1, -1, new StepQuantizer())),
            "weightQuantizer is levels(1.0, -1.0, step(0.0, clipped)), expected a sign(..)"),
        refusal(
            b -> b.weightQuantizer(new LevelQuantizer(-1, -1, new SignQuantizer())),
            "weightQuantizer is levels(-1.0, -1.0, sign(0.0, clipped)), expected two values"),
        refusal(
            b -> b.inputQuantizer(new LevelQuantizer(1, 1, new SignQuantizer())),
            "inputQuantizer is levels(1.0, 1.0, sign(0.0, clipped)), expected two values that differ"),
        refusal(
            b ->
                b.inputQuantizer(new LevelQuantizer(1e-30f, 0, new StepQuantizer()))
                    .weightQuantizer(new LevelQuantizer(1e-30f, -1e-30f, new SignQuantizer())),
            "expected values whose products are floats"),
        refusal(
            b -> b.weightQuantizer(new Identity()).weightScale(true),
            "weightScale is true, expected false"));
  }

  private static Refusal refusal(UnaryOperator<BinaryDenseLayer.Builder> change, String message) {
    return new Refusal(
        () -> change.apply(new BinaryDenseLayer.Builder().name("mine").nOut(4)).build(), message);
  }
}
