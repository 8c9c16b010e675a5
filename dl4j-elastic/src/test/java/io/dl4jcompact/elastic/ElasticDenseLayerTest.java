package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.core.Refusal;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * A whole elastic dense layer is a dense layer. Slices of one: {@link ElasticSliceGradientTest}.
 */
class ElasticDenseLayerTest extends LayerContractTest {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return builder(name).nOut(nOut).widths(2, nOut).build();
  }

  private static ElasticDenseLayer.Builder builder(String name) {
    return new ElasticDenseLayer.Builder().name(name).activation(Activation.IDENTITY);
  }

  @Override
  protected List<FeedForwardLayer> variants() {
    return List.of(
        layer("first", 4),
        builder("first").nOut(4).build(),
        builder("first").nOut(8).skippable(true).build());
  }

  @Override
  protected InputType inputType() {
    return InputType.feedForward(8);
  }

  @Override
  protected double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved) {
    return NaiveDense.output(moved.parameters(), moved.input(), (int) conf.getNOut());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(() -> builder("mine").nOut(4).widths(2, 2, 4).build(), "widths is [2, 2, 4]"),
        new Refusal(() -> builder("mine").nOut(4).widths(0, 4).build(), "widths is [0, 4]"),
        new Refusal(
            () -> builder("mine").nOut(4).widths(2, 3).build(),
            "widths is [2, 3], expected the last one to be 4"),
        new Refusal(
            () -> builder("mine").nIn(3).nOut(4).skippable(true).build(),
            "nOut is 4, expected 3 as nIn, as the layer is skippable"),
        new Refusal(() -> builder("mine").build(), "nOut is 0"));
  }
}
