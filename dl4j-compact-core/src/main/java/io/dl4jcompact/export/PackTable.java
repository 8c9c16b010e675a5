package io.dl4jcompact.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a report as aligned columns. */
final class PackTable {

  private static final List<String> HEAD =
      List.of(
          "layer",
          "kind",
          "in bits",
          "w bits",
          "parameters",
          "bytes before",
          "after",
          "1-bit ops",
          "±1 ops",
          "int8 ops",
          "float ops",
          "packed",
          "note");

  private static final int FIRST_NUMBER = 2;
  private static final int FIRST_TEXT = 11;

  private PackTable() {}

  static String of(PackReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    report.layers().forEach(layer -> rows.add(row(layer)));
    rows.add(total(report));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> row(LayerReport layer) {
    return cells(
        layer.name(),
        layer.kind(),
        bits(layer.inputBits()),
        bits(layer.weightBits()),
        new long[] {layer.parameters(), layer.bytesBefore(), layer.bytesAfter()},
        layer.multiplyAdds(),
        layer.packed() ? "yes" : "no",
        layer.note());
  }

  private static List<String> total(PackReport report) {
    String ratio =
        report.bytesAfter() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%.1f times smaller",
                (double) report.bytesBefore() / report.bytesAfter());
    return cells(
        "total",
        "",
        "",
        "",
        new long[] {report.parameters(), report.bytesBefore(), report.bytesAfter()},
        report.multiplyAdds(),
        "",
        ratio);
  }

  private static List<String> cells(
      String name,
      String kind,
      String inputBits,
      String weightBits,
      long[] sizes,
      MultiplyAdds operations,
      String packed,
      String note) {
    List<String> cells = new ArrayList<>(List.of(name, kind, inputBits, weightBits));
    for (long size : sizes) {
      cells.add(Long.toString(size));
    }
    cells.add(Long.toString(operations.oneBit()));
    cells.add(Long.toString(operations.signs()));
    cells.add(Long.toString(operations.int8()));
    cells.add(Long.toString(operations.real()));
    cells.add(packed);
    cells.add(note);
    return cells;
  }

  private static String bits(int bits) {
    return bits == 0 ? "-" : Integer.toString(bits);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean number = i >= FIRST_NUMBER && i < FIRST_TEXT;
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(number ? padding + row.get(i) : row.get(i) + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
