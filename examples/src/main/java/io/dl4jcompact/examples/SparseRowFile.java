package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.SparseRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What trainings reached, in a file that is written anew after each of them, so that the same
 * command goes on behind the last one. Its first line says what all have in common.
 */
final class SparseRowFile {

  private static final String HEADING = "mark,network,seed,accuracy,seconds";

  /** Cells that name a training; the accuracy is next. */
  private static final int KEY = 3;

  private final Path file;
  private final String budget;
  private final Map<String, String> lines = new LinkedHashMap<>();

  private SparseRowFile(Path file, String budget) {
    this.file = file;
    this.budget = budget;
  }

  /**
   * Reads the file, if it is there.
   *
   * @param budget that all trainings have
   * @throws IOException if it cannot be read, or is of another budget
   */
  static SparseRowFile open(Path file, String budget) throws IOException {
    SparseRowFile rows = new SparseRowFile(file, budget);
    if (!Files.exists(file)) {
      return rows;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2 || !lines.get(0).equals("# " + budget) || !lines.get(1).equals(HEADING)) {
      throw new IOException(
          file
              + " keeps trainings of other images or epochs: delete it, or choose another directory"
              + " with --out");
    }
    for (String line : lines.subList(2, lines.size())) {
      String[] cells = line.split(",");
      rows.lines.put(String.join(",", List.of(cells).subList(0, KEY)), line);
    }
    return rows;
  }

  private static String key(SparseRow row, long seed) {
    return row + "," + seed;
  }

  /** The accuracy that a training reached, in 0..1; empty if it has not been run. */
  Optional<Double> accuracy(SparseRow row, long seed) {
    return Optional.ofNullable(lines.get(key(row, seed)))
        .map(line -> Double.valueOf(line.split(",")[KEY]));
  }

  /** Keeps what a training reached. */
  void add(SparseRow row, long seed, double accuracy, double seconds) throws IOException {
    String key = key(row, seed);
    lines.put(key, String.format(Locale.ROOT, "%s,%.4f,%.1f", key, accuracy, seconds));
    String text = "# " + budget + "\n" + HEADING + "\n" + String.join("\n", lines.values()) + "\n";
    ResultFile.write(file, temporary -> Files.writeString(temporary, text));
  }
}
