package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The layer contract, and what all layers of this module promise beyond it. */
abstract class OneBitLayerContract extends LayerContractTest {

  /** The layer's variants with one of the quantisations that gradients are tested with. */
  abstract Stream<FeedForwardLayer> variantsOf(Quantization quantization);

  @Override
  protected List<FeedForwardLayer> variants() {
    return QuantizationVariants.all().flatMap(this::variantsOf).toList();
  }

  @Override
  protected boolean hasRunningValues(FeedForwardLayer conf) {
    return ((QuantizedLayer) conf).quantization().inputRule() instanceof DynamicStepQuantizer;
  }

  /** For dense layers and convolutions; other kinds say themselves what they compute. */
  @Override
  protected double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved) {
    return new NaiveLayer(conf, at).output(moved);
  }

  @Override
  protected double[] naiveInference(FeedForwardLayer conf, Operands at) {
    return NaiveLayer.atInference(conf, at).output(at);
  }

  @Test
  void nInMustFitTheInputType() {
    FeedForwardLayer conf = layer("mine", 4);
    conf.setNIn(999);

    assertThatThrownBy(() -> SingleLayer.of(conf, inputType(), DataType.FLOAT))
        .hasMessageContaining(name(conf) + "nIn is 999, expected ");
  }

  @Test
  void missingNInIsRefusedWhenTheNetworkIsInitialised() {
    FeedForwardLayer conf = layer("mine", 4);

    assertThatThrownBy(() -> SingleLayer.of(conf, DataType.FLOAT))
        .hasMessageContaining(name(conf) + "nIn is 0, expected at least 1; set .nIn");
  }

  private static String name(FeedForwardLayer conf) {
    return conf.getClass().getSimpleName() + " \"mine\": ";
  }
}
