package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.ColdStartBenchmark.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/**
 * A figure of ours alone that must stay below a limit.
 *
 * @param what is measured
 * @param value the figure
 * @param most the limit
 * @param unit of both
 */
record Limit(String what, double value, double most, String unit) {

  private static final double MICROS_PER_MILLI = 1000;
  private static final double BYTES_PER_KILO = 1000;
  private static final double START_MILLIS = 150;
  private static final double JAR_KILOBYTES = 400;
  private static final int MEDIAN = 50;

  /** All limits that were measured; the jar's size always is. */
  static List<Limit> of(Map<Run, RunResult> results) {
    List<Limit> limits = new ArrayList<>();
    limits.add(new Limit("runtime jar", RuntimeJar.size() / BYTES_PER_KILO, JAR_KILOBYTES, "kB"));
    for (Start start : List.of(Start.SCALAR_ARCHIVE, Start.SCALAR_IMAGE)) {
      RunResult result = results.get(start.run());
      if (result != null) {
        double micros = result.getPrimaryResult().getStatistics().getPercentile(MEDIAN);
        limits.add(new Limit(start.work(), micros / MICROS_PER_MILLI, START_MILLIS, "ms"));
      }
    }
    return limits;
  }

  /** A table in Markdown. */
  static String table(List<Limit> limits) {
    StringBuilder table = new StringBuilder();
    table.append(String.format("| what | measured | at most | reached |%n|---|--:|--:|---|%n"));
    for (Limit limit : limits) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f %s | %.0f %s | %s |%n",
              limit.what,
              limit.value,
              limit.unit,
              limit.most,
              limit.unit,
              limit.value <= limit.most ? "yes" : "MISSED"));
    }
    return table.toString();
  }
}
