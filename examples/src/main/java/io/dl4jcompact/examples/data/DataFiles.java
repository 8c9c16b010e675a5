package io.dl4jcompact.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Finds and reads the files of a data set, packed by gzip or not. */
final class DataFiles {

  private DataFiles() {}

  /**
   * The file of this name in a directory, or the one with .gz behind its name.
   *
   * @throws IOException if the directory or the file is missing or unreadable
   */
  static URI find(Path given, String name) throws IOException {
    Path directory = given.toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      String fault = Files.exists(directory) ? " is no directory" : " does not exist";
      throw new IOException("data directory " + directory + fault + ": check --data");
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      throw new IOException(
          "data directory " + directory + " cannot be read: check its permissions");
    }
    for (String candidate : new String[] {name + ".gz", name}) {
      Path file = directory.resolve(candidate);
      if (Files.isRegularFile(file)) {
        return file.toUri();
      }
    }
    throw new IOException(
        "data directory "
            + directory
            + " has no file "
            + name
            + " (or "
            + name
            + ".gz): put the data set's official files there");
  }

  /** A whole file, unpacked if its name ends in .gz. */
  static byte[] readAll(URI file) throws IOException {
    boolean packed = file.toString().endsWith(".gz");
    try (InputStream raw = file.toURL().openStream();
        InputStream content = packed ? new GZIPInputStream(raw) : raw) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new IOException(
          "cannot read " + file + " (" + e + "): check its permissions, or fetch the file again",
          e);
    }
  }
}
