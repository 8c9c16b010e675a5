package io.dl4jcompact.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** The comparisons of a run as a table of ratios, each ours over the peer's: below 1 is faster. */
final class RatioTable {

  private static final String FORMAT = "%-34s  %-28s  %10s  %10s  %7s  %7s%n";
  private static final int MEDIAN = 50;

  private RatioTable() {}

  /** A line for each comparison both of whose sides were run. */
  static String of(List<Comparison> comparisons, Collection<RunResult> results) {
    Map<String, RunResult> byName =
        results.stream().collect(Collectors.toMap(r -> r.getParams().getBenchmark(), r -> r));
    StringBuilder table = new StringBuilder();
    table.append(String.format(FORMAT, "work", "peer", "ours", "peer's", "median", "minimum"));
    for (Comparison comparison : comparisons) {
      RunResult ours = byName.get(comparison.ours());
      RunResult peer = byName.get(comparison.peer());
      if (ours != null && peer != null) {
        table.append(line(comparison, ours, peer));
      }
    }
    return table.toString();
  }

  private static String line(Comparison comparison, RunResult ours, RunResult peer) {
    Statistics our = ours.getPrimaryResult().getStatistics();
    Statistics their = peer.getPrimaryResult().getStatistics();
    String unit = ours.getPrimaryResult().getScoreUnit().replace("/op", "");
    return String.format(
        FORMAT,
        comparison.what(),
        comparison.peerName(),
        time(our, unit),
        time(their, unit),
        String.format("%.2f", our.getPercentile(MEDIAN) / their.getPercentile(MEDIAN)),
        String.format("%.2f", our.getMin() / their.getMin()));
  }

  private static String time(Statistics statistics, String unit) {
    return String.format("%.2f %s", statistics.getPercentile(MEDIAN), unit);
  }
}
