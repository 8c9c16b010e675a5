package io.dl4jcompact.sparse.search;

import io.dl4jcompact.runtime.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/**
 * What a search has reached, in files that are there as a whole or not at all:
 *
 * <ul>
 *   <li>{@code search.txt}: all that decides about the search;
 *   <li>{@code draw-3.txt}: the number of connections of a draw, then its score after each round;
 *   <li>{@code draw-3-round-0.zip}: its network after a round, as Deeplearning4j saves it, written
 *       before the score is and deleted when it is of no more use.
 * </ul>
 */
record SearchDirectory(Path directory) {

  /**
   * Begins a search, or finds that it goes on.
   *
   * @throws IOException if another search is in the directory, or it cannot be written to
   */
  void open(String identity) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("search.txt");
    if (Files.exists(file)) {
      if (!Files.readString(file).equals(identity)) {
        throw new IOException(
            "MaskSearch: %s keeps a search of another network or with other settings; delete it, or choose another directory"
                .formatted(directory));
      }
    } else {
      write("search.txt", identity);
    }
  }

  /**
   * Scores of a draw after the rounds that are over, and its connections.
   *
   * @param connections 0 if there is nothing yet
   */
  record Kept(long connections, List<Double> scores) {}

  Kept kept(int draw) throws IOException {
    Path file = directory.resolve("draw-%d.txt".formatted(draw));
    if (!Files.exists(file)) {
      return new Kept(0, List.of());
    }
    List<String> lines = Files.readAllLines(file);
    try {
      List<Double> scores = lines.stream().skip(1).map(Double::valueOf).toList();
      return new Kept(Long.parseLong(lines.get(0)), scores);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(
          "MaskSearch: %s cannot be read (%s); delete it and its draw's networks, and the draw is trained anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Where a draw's network is after a round. */
  File network(int draw, int round) {
    return directory.resolve("draw-%d-round-%d.zip".formatted(draw, round)).toFile();
  }

  /** Keeps a draw's network, then its score, then removes the network of the round before. */
  void keep(int draw, Model network, long connections, List<Double> scores) throws IOException {
    int round = scores.size() - 1;
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, saved, true);
    write(network(draw, round).getName(), saved.toByteArray());
    List<String> lines = new ArrayList<>(List.of(String.valueOf(connections)));
    scores.forEach(score -> lines.add(score.toString()));
    write("draw-%d.txt".formatted(draw), String.join("\n", lines) + "\n");
    drop(draw, round - 1);
  }

  /** Removes a draw's network after a round, if there is one. */
  void drop(int draw, int round) throws IOException {
    Files.deleteIfExists(network(draw, round).toPath());
  }

  /** Writes a text as a whole. */
  void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte... bytes) throws IOException {
    AtomicFile.SYSTEM.write(directory.resolve(name), bytes);
  }
}
