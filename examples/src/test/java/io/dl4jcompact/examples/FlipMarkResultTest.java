package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.marks.FlipMark;
import io.dl4jcompact.examples.marks.FlipMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlipMarkResultTest {

  private static FlipMarkResult result(double signFlip) {
    return new FlipMarkResult(
        FlipMark.MNIST_SMALL_MLP,
        Map.of(
            FlipMethod.SIGN_FLIP, List.of(signFlip, 0.96),
            FlipMethod.BOP, List.of(0.9, 0.94),
            FlipMethod.STRAIGHT_THROUGH, List.of(0.96, 0.98)));
  }

  @Test
  void aRowHasMeansAndAllSeedsAndTheDifferenceOfMeans() {
    assertThat(FlipMarkResult.table(List.of(result(0.965))).rows().get(1))
        .containsExactly(
            "mnist-small-mlp",
            "96.25 (96.50 96.00)",
            "92.00 (90.00 94.00)",
            "97.00 (96.00 98.00)",
            "-",
            "-0.75 to straight-through",
            "reached");
  }

  /** Packed training is measured with Deeplearning4j's of the same net. */
  @Test
  void plainNetsComparePackedTraining() {
    FlipMarkResult result =
        new FlipMarkResult(
            FlipMark.MNIST_PLAIN_CNN,
            Map.of(
                FlipMethod.SIGN_FLIP, List.of(0.96, 0.98),
                FlipMethod.PACKED, List.of(0.97, 0.96)));
    assertThat(FlipMarkResult.table(List.of(result)).rows().get(1))
        .containsExactly(
            "mnist-plain-cnn",
            "97.00 (96.00 98.00)",
            "-",
            "-",
            "96.50 (97.00 96.00)",
            "-0.50 to sign-flip",
            "reached");
  }

  @Test
  void oneAndAHalfPointsMayBeMissing() {
    assertThat(result(0.952).reached()).isTrue();
    assertThat(result(0.948).reached()).isFalse();
    assertThat(FlipMarkResult.table(List.of(result(0.948))).rows().get(1)).endsWith("missed");
  }
}
