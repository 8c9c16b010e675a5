package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.FlipMark;
import io.dl4jcompact.examples.marks.FlipMethod;
import io.dl4jcompact.examples.marks.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the methods reached on one mark.
 *
 * @param accuracies of the last epochs, in 0..1, one a seed in the seeds' order
 */
record FlipMarkResult(FlipMark mark, Map<FlipMethod, List<Double>> accuracies) {

  /** Means may differ by this much. */
  private static final Goal GOAL = new Goal.NearTwin(0.015);

  /** A row a mark: each method's mean and, in brackets, the seeds' accuracies. */
  static ResultTable table(List<FlipMarkResult> results) {
    List<String> headings = new ArrayList<>(List.of("test accuracy, %"));
    for (FlipMethod method : FlipMethod.values()) {
      headings.add(method.toString());
    }
    headings.add("difference");
    headings.add("");
    ResultTable table = new ResultTable(headings.toArray(new String[0]));
    results.forEach(result -> table.row(result.cells().toArray(new String[0])));
    return table;
  }

  private List<String> cells() {
    List<String> cells = new ArrayList<>(List.of(mark.toString()));
    for (FlipMethod method : FlipMethod.values()) {
      cells.add(mark.methods().contains(method) ? of(method).toString() : "-");
    }
    cells.add(of(mark.tested()).pointsAbove(of(mark.measure())) + " to " + mark.measure());
    cells.add(reached() ? "reached" : "missed");
    return cells;
  }

  /** Whether the tested method comes near enough to what it is measured with. */
  boolean reached() {
    return GOAL.reached(of(mark.tested()).mean(), OptionalDouble.of(of(mark.measure()).mean()));
  }

  private SeedAccuracies of(FlipMethod method) {
    return new SeedAccuracies(accuracies.get(method));
  }
}
