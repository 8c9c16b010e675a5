package io.dl4jcompact.binary;

import io.dl4jcompact.core.Refusal;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** The whole contract for a layer whose running threshold is a parameter more. */
class DynamicBinaryConvolutionTest extends OneBitLayerContract {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryConvolutionLayer.Builder(2, 2)
        .name(name)
        .nOut(nOut)
        .padding(1, 1)
        .inputQuantizer(new DynamicStepQuantizer(Statistic.median(), 0.5))
        .build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(5, 4, 3);
  }

  @Override
  Stream<FeedForwardLayer> variantsOf(Quantization quantization) {
    return Stream.of(
        new BinaryConvolutionLayer.Builder(2, 2)
            .nOut(2)
            .hasBias(false)
            .inputQuantizer(quantization.input())
            .weightScale(quantization.weightScale())
            .build());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(
            () ->
                new BinaryConvolutionLayer.Builder(2, 2)
                    .name("mine")
                    .nOut(4)
                    .weightQuantizer(new DynamicStepQuantizer())
                    .build(),
            "weightQuantizer is dynamic_step(mean, 0.9, clipped), expected a sign(..)"));
  }
}
