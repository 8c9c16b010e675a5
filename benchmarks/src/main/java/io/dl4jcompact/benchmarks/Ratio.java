package io.dl4jcompact.benchmarks;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * A comparison that was run.
 *
 * @param comparison what was compared
 * @param ours the times of our run, in microseconds
 * @param peers the times of the peer's
 */
record Ratio(Comparison comparison, Statistics ours, Statistics peers) {

  private static final int MEDIAN = 50;

  /** The comparisons both of whose sides were run. */
  static List<Ratio> of(List<Comparison> comparisons, Map<Run, RunResult> results) {
    return comparisons.stream()
        .filter(c -> results.containsKey(c.ours()) && results.containsKey(c.peer()))
        .map(c -> new Ratio(c, times(results.get(c.ours())), times(results.get(c.peer()))))
        .toList();
  }

  private static Statistics times(RunResult result) {
    return result.getPrimaryResult().getStatistics();
  }

  /** Our median, in microseconds. */
  double ourMedian() {
    return ours.getPercentile(MEDIAN);
  }

  /** The peer's median, in microseconds. */
  double peerMedian() {
    return peers.getPercentile(MEDIAN);
  }

  /** How many times faster we are, by medians. */
  double median() {
    return peerMedian() / ourMedian();
  }

  /** How many times faster we are, by the shortest times, which other programs disturb least. */
  double minimum() {
    return peers.getMin() / ours.getMin();
  }

  /** What the median reaches of the target. */
  String verdict() {
    return comparison.target().verdict(median());
  }
}
