package io.dl4jcompact.quant;

import static io.dl4jcompact.quant.CompensationNetworks.builder;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.SingleLayer;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What the configuration keeps and refuses, in files, clones and transfer learning. */
class CompensationLayerConfTest extends WeightlessLayerContract {

  @Override
  List<FeedForwardLayer> variants() {
    return List.of(builder().penalty(0.3).build(), builder().trackMean(0.75).build());
  }

  @Test
  void badSettingsAreRefusedByName() {
    String name = "CompensationLayer \"compensation\": ";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().penalty(-1).build())
        .withMessageContaining(name + "penalty is -1.0, expected a finite number of at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().trackMean(1).build())
        .withMessageContaining(name + "decay is 1.0, expected one in [0, 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().nIn(3).nOut(4).build())
        .withMessageContaining(name + "nOut is 4, expected nIn, which is 3");
    assertThatThrownBy(
            () -> SingleLayer.of(builder().build(), InputType.recurrent(3), DataType.FLOAT))
        .hasMessageContaining(name + "input type is ");
  }
}
