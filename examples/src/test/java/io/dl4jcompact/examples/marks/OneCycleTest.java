package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class OneCycleTest {

  private final OneCycle rate = new OneCycle(0.8, 10, 110);

  @Test
  void itRisesLinearlyToThePeak() {
    assertThat(rate.valueAt(0, 0)).isCloseTo(0.08, within(1e-12));
    assertThat(rate.valueAt(4, 0)).isCloseTo(0.4, within(1e-12));
    assertThat(rate.valueAt(10, 0)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void itFallsAlongACosineToZero() {
    assertThat(rate.valueAt(35, 3)).isCloseTo(0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(rate.valueAt(60, 3)).isCloseTo(0.4, within(1e-12));
    assertThat(rate.valueAt(110, 3)).isCloseTo(0, within(1e-12));
    assertThat(rate.valueAt(1000, 3)).isCloseTo(0, within(1e-12));
  }

  @Test
  void withoutARiseItStartsAtThePeak() {
    assertThat(new OneCycle(0.8, 0, 4).valueAt(0, 0)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void aNetworkConfigurationKeepsIt() {
    ComputationGraphConfiguration configuration =
        MnistMlp.recipe()
            .architecture()
            .configuration(
                Precision.ONE_BIT, InputType.convolutionalFlat(28, 28, 1), new Adam(rate), 1);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    assertThat(configuration.toJson()).contains("OneCycle", "0.8");
  }
}
