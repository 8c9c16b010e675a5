package io.dl4jcompact.examples;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns are as wide as their widest cell. */
final class ResultTable {

  private final List<List<String>> rows = new ArrayList<>();

  ResultTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row of as many cells as there are headings. */
  ResultTable row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected " + rows.get(0).size() + " cells, got " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Headings first, then each row. */
  List<List<String>> rows() {
    return rows;
  }

  /** The first column flush left, the others flush right, a rule below the headings. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append(line(rows.get(i))).append('\n');
      if (i == 0) {
        text.append("-".repeat(line(rows.get(0)).length())).append('\n');
      }
    }
    return text.toString();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      int width = width(column);
      String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
      line.append(String.format(format, cells.get(column)));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
  }
}
