package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.marks.SparseMark;
import io.dl4jcompact.examples.marks.SparseMethod;
import io.dl4jcompact.examples.marks.SparseRow;
import io.dl4jcompact.examples.marks.SparseSize;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparseMarkResultTest {

  private static SparseMarkResult result() {
    Map<SparseSize, Long> weights = new EnumMap<>(SparseSize.class);
    Map<SparseRow, List<Double>> accuracies = new LinkedHashMap<>();
    for (SparseSize size : SparseSize.values()) {
      weights.put(size, 1000L * size.width());
    }
    for (SparseSize size : List.of(SparseSize.NARROW_DEEP, SparseSize.WIDE_DEEP)) {
      double more = size.width() / 100.0;
      accuracies.put(row(size, SparseMethod.DENSE, 0), List.of(0.90 + more, 0.92 + more));
      accuracies.put(row(size, SparseMethod.ERK, 90), List.of(0.80 + more, 0.82 + more));
      accuracies.put(row(size, SparseMethod.UNIFORM, 90), List.of(0.70, 0.72));
    }
    return new SparseMarkResult(SparseMark.FASHION_CNN, weights, accuracies);
  }

  private static SparseRow row(SparseSize size, SparseMethod method, int sparsity) {
    return new SparseRow(SparseMark.FASHION_CNN, size, method, sparsity);
  }

  @Test
  void aRowHasASizeAndASparsityAndAColumnAMethod() {
    List<List<String>> rows = SparseMarkResult.table(List.of(result())).rows();

    assertThat(rows.get(0))
        .containsExactly(
            "test accuracy, %", "sparsity", "connected", "dense", "uniform", "er", "erk", "snip");
    assertThat(rows.get(1))
        .containsExactly(
            "fashion-cnn narrow-deep", "0 %", "1,000", "92.00 (91.00 93.00)", "-", "-", "-", "-");
    assertThat(rows.get(4))
        .containsExactly(
            "fashion-cnn wide-deep",
            "90 %",
            "200",
            "-",
            "71.00 (70.00 72.00)",
            "-",
            "83.00 (82.00 84.00)",
            "-");
    assertThat(rows).hasSize(5);
  }

  /** Left, right, top and bottom of the axes are at 70, 570, 30 and 330 pixels. */
  @Test
  void chartsAreOverSparsityAndOverWidth() {
    Map<String, String> pictures = new LinkedHashMap<>();
    result().charts().forEach((name, chart) -> pictures.put(name, chart.picture()));

    assertThat(pictures)
        .containsOnlyKeys(
            "fashion-cnn-narrow-deep.svg",
            "fashion-cnn-wide-deep.svg",
            "fashion-cnn-deep-widths.svg");
    // From the dense network, which is the best, down to the two methods, uniform the worst.
    assertThat(pictures.get("fashion-cnn-wide-deep.svg"))
        .contains("points=\"70.0,30.0 570.0,330.0\"", "points=\"70.0,30.0 570.0,166.4\"")
        .contains(">uniform<", ">erk<")
        .doesNotContain(">snip<");
    assertThat(pictures.get("fashion-cnn-deep-widths.svg"))
        .contains(">dense<", ">erk 90 %<")
        .contains("points=\"70.0,57.3 570.0,30.0\"", "points=\"70.0,330.0 570.0,302.7\"");
  }
}
