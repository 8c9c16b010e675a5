package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.Goal;
import io.dl4jcompact.examples.marks.QuantMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came of one mark.
 *
 * @param accuracies on the test images, in 0..1, one a seed in the seeds' order, for each of {@link
 *     #COLUMNS}
 */
record QuantMarkResult(QuantMark mark, Map<String, List<Double>> accuracies) {

  static final String FLOAT = "float";
  static final String INT8 = "int8";

  /** Methods, and what calibration makes of the float networks, in the table's order. */
  static final List<String> COLUMNS =
      List.of(
          FLOAT,
          INT8,
          "int8-compensated",
          "int8-calibrated",
          "int4",
          "int4-compensated",
          "int4-calibrated");

  /** Means may differ by this much. */
  private static final Goal GOAL = new Goal.NearTwin(0.005);

  /** A row a mark: each column's mean and, in brackets, the seeds' accuracies. */
  static ResultTable table(List<QuantMarkResult> results) {
    List<String> headings = new ArrayList<>(List.of("test accuracy, %"));
    headings.addAll(COLUMNS);
    headings.add("int8 - float");
    headings.add("");
    ResultTable table = new ResultTable(headings.toArray(new String[0]));
    results.forEach(result -> table.row(result.cells().toArray(new String[0])));
    return table;
  }

  private List<String> cells() {
    List<String> cells = new ArrayList<>(List.of(mark.toString()));
    COLUMNS.forEach(column -> cells.add(of(column).toString()));
    cells.add(of(INT8).pointsAbove(of(FLOAT)));
    cells.add(reached() ? "reached" : "missed");
    return cells;
  }

  /** Whether training with 8 bits comes near enough to the float twin. */
  boolean reached() {
    return GOAL.reached(of(INT8).mean(), OptionalDouble.of(of(FLOAT).mean()));
  }

  private SeedAccuracies of(String column) {
    return new SeedAccuracies(accuracies.get(column));
  }
}
