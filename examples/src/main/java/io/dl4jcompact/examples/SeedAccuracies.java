package io.dl4jcompact.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a method reached with several seeds.
 *
 * @param values accuracies in 0..1, one a seed in the seeds' order
 */
record SeedAccuracies(List<Double> values) {

  double mean() {
    return values.stream().mapToDouble(a -> a).average().orElseThrow();
  }

  /** How much more this is, in points, with its sign. */
  String pointsAbove(SeedAccuracies other) {
    return String.format(Locale.ROOT, "%+.2f", 100 * (mean() - other.mean()));
  }

  /** The mean in percent and, in brackets, the seeds' values. */
  @Override
  public String toString() {
    String seeds = values.stream().map(SeedAccuracies::percent).collect(Collectors.joining(" "));
    return percent(mean()) + " (" + seeds + ")";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
