package io.dl4jcompact.sparse.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

  private static boolean converged(int ramp, double decrease, Double... losses) {
    return new TrainingProgress(new ArrayList<>(List.of(losses)), ramp, data -> 0)
        .reached(new TrainingEnd.Convergence(2, decrease));
  }

  @Test
  void convergenceComparesTheLastTwoWindows() {
    assertThat(converged(0, 0.1, 10., 10., 9.5, 9.5)).isTrue();
    assertThat(converged(0, 0.1, 10., 10., 8.5, 8.5)).isFalse();
    assertThat(converged(0, 0, 1., 3., 3., 1.5)).isTrue();
    assertThat(converged(0, 0.1, 10., 10., 9.5)).isFalse();
    assertThat(converged(0, 0.1, 10., 10., 9.5, 9.5, 9.5)).isFalse();
  }

  @Test
  void convergenceWaitsForTheRamp() {
    assertThat(converged(1, 0.1, 10., 10., 10., 10.)).isFalse();
    assertThat(converged(1, 0.1, 10., 10., 10., 10., 10.)).isTrue();
  }

  @Test
  void weightsGrowAsTheFormulaSays() {
    WeightRamp ramp = new WeightRamp(8, 100);

    assertThat(ramp.at(0)).isCloseTo(8 * Math.exp(-5), within(1e-12));
    assertThat(ramp.at(50)).isCloseTo(8 * Math.exp(-1.25), within(1e-12));
    assertThat(ramp.at(100)).isEqualTo(8);
    assertThat(ramp.at(1_000)).isEqualTo(8);
    assertThat(new WeightRamp(8, 0).at(0)).isEqualTo(8);
  }

  @Test
  void settingsOutOfTheirRangesAreRefused() {
    assertThatThrownBy(() -> new WeightRamp(-1, 5)).hasMessageContaining("most is -1.0");
    assertThatThrownBy(() -> new WeightRamp(1, -5)).hasMessageContaining("iterations is -5");
    assertThatThrownBy(() -> new TrainingEnd.Iterations(0)).hasMessageContaining("count is 0");
    assertThatThrownBy(() -> new TrainingEnd.Convergence(0, 0)).hasMessageContaining("window is 0");
    assertThatThrownBy(() -> new TrainingEnd.Convergence(1, 1))
        .hasMessageContaining("decrease is 1.0");
    assertThatThrownBy(() -> new TrainingEnd.Accuracy(0, null, 1))
        .hasMessageContaining("share is 0.0");
  }
}
