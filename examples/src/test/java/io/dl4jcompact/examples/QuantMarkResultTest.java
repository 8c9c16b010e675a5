package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.marks.QuantMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantMarkResultTest {

  private static QuantMarkResult result(double int8) {
    Map<String, List<Double>> accuracies = new HashMap<>();
    QuantMarkResult.COLUMNS.forEach(column -> accuracies.put(column, List.of(0.5, 0.7)));
    accuracies.put(QuantMarkResult.FLOAT, List.of(0.96, 0.98));
    accuracies.put(QuantMarkResult.INT8, List.of(int8, 0.96));
    return new QuantMarkResult(QuantMark.MNIST_LENET, accuracies);
  }

  @Test
  void aRowHasMeansAndAllSeedsAndTheDifferenceOfMeans() {
    String other = "60.00 (50.00 70.00)";
    assertThat(QuantMarkResult.table(List.of(result(0.972))).rows().get(1))
        .containsExactly(
            "mnist-lenet",
            "97.00 (96.00 98.00)",
            "96.60 (97.20 96.00)",
            other,
            other,
            other,
            other,
            other,
            "-0.40",
            "reached");
  }

  @Test
  void halfAPointMayBeMissing() {
    assertThat(result(0.972).reached()).isTrue();
    assertThat(result(0.968).reached()).isFalse();
    assertThat(QuantMarkResult.table(List.of(result(0.968))).rows().get(1)).endsWith("missed");
  }
}
