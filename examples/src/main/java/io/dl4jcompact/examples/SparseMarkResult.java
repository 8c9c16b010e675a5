package io.dl4jcompact.examples;

import io.dl4jcompact.core.SvgChart;
import io.dl4jcompact.examples.marks.SparseMark;
import io.dl4jcompact.examples.marks.SparseMethod;
import io.dl4jcompact.examples.marks.SparseRow;
import io.dl4jcompact.examples.marks.SparseSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What came of one mark.
 *
 * @param weights of the dense networks
 * @param accuracies on the test images, in 0..1, one a seed in the seeds' order, of each row that
 *     was run
 */
record SparseMarkResult(
    SparseMark mark, Map<SparseSize, Long> weights, Map<SparseRow, List<Double>> accuracies) {

  /**
   * A row a size and sparsity, a column a method: means and, in brackets, the seeds' accuracies.
   */
  static ResultTable table(List<SparseMarkResult> results) {
    List<String> headings = new ArrayList<>(List.of("test accuracy, %", "sparsity", "connected"));
    for (SparseMethod method : SparseMethod.values()) {
      headings.add(method.toString());
    }
    ResultTable table = new ResultTable(headings.toArray(new String[0]));
    for (SparseMarkResult result : results) {
      for (SparseSize size : SparseSize.values()) {
        for (int sparsity : result.sparsities(size)) {
          table.row(result.cells(size, sparsity).toArray(new String[0]));
        }
      }
    }
    return table;
  }

  /** Sparsities that were run, 0 for the dense network; in ascending order. */
  private TreeSet<Integer> sparsities(SparseSize size) {
    TreeSet<Integer> sparsities = new TreeSet<>();
    accuracies.keySet().stream()
        .filter(row -> row.size() == size)
        .forEach(row -> sparsities.add(row.sparsity()));
    return sparsities;
  }

  private List<String> cells(SparseSize size, int sparsity) {
    long connected = Math.round(weights.get(size) * (100 - sparsity) / 100.0);
    List<String> cells = new ArrayList<>();
    cells.add(mark + " " + size);
    cells.add(sparsity + " %");
    cells.add(String.format(Locale.ROOT, "%,d", connected));
    for (SparseMethod method : SparseMethod.values()) {
      cells.add(of(size, method, sparsity).map(SeedAccuracies::toString).orElse("-"));
    }
    return cells;
  }

  private Optional<SeedAccuracies> of(SparseSize size, SparseMethod method, int sparsity) {
    return Optional.ofNullable(accuracies.get(new SparseRow(mark, size, method, sparsity)))
        .map(SeedAccuracies::new);
  }

  /**
   * Charts by the names of their files: for each size that was run, accuracy over sparsity, a curve
   * a method, all of which begin at the dense network; for each depth accuracy over width, a curve
   * a sparsity of one method.
   */
  Map<String, SvgChart> charts() {
    Map<String, SvgChart> charts = new LinkedHashMap<>();
    for (SparseSize size : SparseSize.values()) {
      if (!sparsities(size).isEmpty()) {
        charts.put("%s-%s.svg".formatted(mark, size), overSparsity(size));
        charts.computeIfAbsent(
            "%s-%s-widths.svg".formatted(mark, size.depthName()),
            name -> overWidth(size.depthName()));
      }
    }
    return charts;
  }

  private SvgChart overSparsity(SparseSize size) {
    SvgChart chart = new SvgChart("sparsity, %", "test accuracy, %: " + mark + " " + size);
    for (SparseMethod method : mark.methods()) {
      List<SvgChart.Point> points = new ArrayList<>();
      for (int sparsity : sparsities(size)) {
        point(sparsity, size, method, sparsity).ifPresent(points::add);
      }
      if (method != SparseMethod.DENSE && !points.isEmpty()) {
        point(0, size, SparseMethod.DENSE, 0).ifPresent(dense -> points.add(0, dense));
        chart.line(method.toString(), points);
      }
    }
    return chart;
  }

  private SvgChart overWidth(String depth) {
    TreeSet<Integer> sparsities = new TreeSet<>();
    for (SparseSize size : SparseSize.values()) {
      sparsities.addAll(sparsities(size));
    }
    SvgChart chart = new SvgChart("width", "test accuracy, %: " + mark + " " + depth);
    for (int sparsity : sparsities) {
      SparseMethod method = sparsity == 0 ? SparseMethod.DENSE : mark.mainMethod();
      List<SvgChart.Point> points = new ArrayList<>();
      for (SparseSize size : SparseSize.values()) {
        if (size.depthName().equals(depth)) {
          point(size.width(), size, method, sparsity).ifPresent(points::add);
        }
      }
      chart.line(sparsity == 0 ? "dense" : method + " " + sparsity + " %", points);
    }
    return chart;
  }

  private Optional<SvgChart.Point> point(
      double x, SparseSize size, SparseMethod method, int sparsity) {
    return of(size, method, sparsity).map(seeds -> new SvgChart.Point(x, 100 * seeds.mean()));
  }
}
