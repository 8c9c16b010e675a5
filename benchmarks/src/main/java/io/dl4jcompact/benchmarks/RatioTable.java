package io.dl4jcompact.benchmarks;

import java.util.List;
import java.util.Locale;

/** Ratios as a table in Markdown: how many times faster we are than each peer. */
final class RatioTable {

  private static final String FORMAT =
      "| %-46s | %-28s | %11s | %11s | %7s | %7s | %8s | %4s | %7s |%n";
  private static final double MICROS_PER_MILLI = 1000;

  private RatioTable() {}

  /** A line for each ratio. */
  static String of(List<Ratio> ratios) {
    StringBuilder table = new StringBuilder();
    table.append(
        line("work", "peer", "ours", "peer's", "median", "minimum", "at least", "aim", "reached"));
    table.append("|---|---|--:|--:|--:|--:|--:|--:|---|").append(System.lineSeparator());
    for (Ratio ratio : ratios) {
      Comparison comparison = ratio.comparison();
      Target target = comparison.target();
      table.append(
          line(
              comparison.work(),
              comparison.peerName(),
              time(ratio.ourMedian()),
              time(ratio.peerMedian()),
              number(ratio.median()),
              number(ratio.minimum()),
              target.isSet() ? number(target.atLeast()) : "",
              target.isSet() ? number(target.aim()) : "",
              ratio.verdict()));
    }
    return table.toString();
  }

  private static String line(Object... cells) {
    return String.format(FORMAT, cells);
  }

  private static String time(double micros) {
    return micros < MICROS_PER_MILLI
        ? number(micros) + " us"
        : number(micros / MICROS_PER_MILLI) + " ms";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
