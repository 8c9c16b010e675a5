package io.dl4jcompact.examples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file of the quickstart's results as a whole or not at all. */
final class ResultFile {

  /** Writes the content to a file that it is given. */
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  private ResultFile() {}

  /**
   * Writes beside the file, syncs, then moves in its place.
   *
   * @throws IOException if that fails; the file is as it was before, and the message names it and
   *     the remedy
   */
  static void write(Path file, Content content) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
    try {
      content.writeTo(temporary);
      try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw new IOException(
          "cannot write "
              + file
              + " ("
              + e.getMessage()
              + "): free space there, or choose another directory with --out",
          e);
    }
  }
}
