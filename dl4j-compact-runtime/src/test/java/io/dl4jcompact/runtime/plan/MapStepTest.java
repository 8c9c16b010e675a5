package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.reference.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapStepTest {

  @ParameterizedTest
  @EnumSource
  void everyFunctionIsComputedAsDefined(Activation.Function function) {
    Activation activation = new Activation(function, function.hasAlpha() ? 0.3f : 0);
    float[] values = new float[401];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 200) / 25f;
    }
    Comparison.check(
        Comparison.chain(TensorType.vector(values.length), new Activate(activation)),
        new float[][] {values},
        1);
  }

  @Test
  void softmaxOfLargeValuesDoesNotOverflow() {
    CompactModel model =
        new CompactModel(Comparison.chain(TensorType.vector(3), new Softmax()), ModelInfo.EMPTY);

    float[] result = model.predict(new float[] {1e30f, 1e30f, -1e30f, 1000, 999, -1e4f});

    double ratio = Math.exp(-1);
    assertThat(result)
        .containsExactly(
            0.5f, 0.5f, 0, (float) (1 / (1 + ratio)), (float) (ratio / (1 + ratio)), 0);
  }
}
