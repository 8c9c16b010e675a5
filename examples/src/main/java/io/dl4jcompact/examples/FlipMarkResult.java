package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.FlipMark;
import io.dl4jcompact.examples.marks.FlipMethod;
import io.dl4jcompact.examples.marks.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

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
    headings.add("sign-flip - straight-through");
    headings.add("");
    ResultTable table = new ResultTable(headings.toArray(new String[0]));
    results.forEach(result -> table.row(result.cells().toArray(new String[0])));
    return table;
  }

  private List<String> cells() {
    List<String> cells = new ArrayList<>(List.of(mark.toString()));
    for (FlipMethod method : FlipMethod.values()) {
      String seeds =
          accuracies.get(method).stream()
              .map(FlipMarkResult::percent)
              .collect(Collectors.joining(" "));
      cells.add(percent(mean(method)) + " (" + seeds + ")");
    }
    double difference = mean(FlipMethod.SIGN_FLIP) - mean(FlipMethod.STRAIGHT_THROUGH);
    cells.add(String.format(Locale.ROOT, "%+.2f", 100 * difference));
    cells.add(reached() ? "reached" : "missed");
    return cells;
  }

  /** Whether sign flips come near enough to straight-through training. */
  boolean reached() {
    OptionalDouble measure = OptionalDouble.of(mean(FlipMethod.STRAIGHT_THROUGH));
    return GOAL.reached(mean(FlipMethod.SIGN_FLIP), measure);
  }

  private double mean(FlipMethod method) {
    return accuracies.get(method).stream().mapToDouble(a -> a).average().orElseThrow();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
