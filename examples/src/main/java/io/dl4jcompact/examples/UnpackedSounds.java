package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The bundled sounds as files: train/VOWEL/N.wav and test/VOWEL/N.wav, until it is closed. */
final class UnpackedSounds implements AutoCloseable {

  private final Path directory;

  UnpackedSounds() throws IOException {
    directory = Files.createTempDirectory("sounds");
    try (InputStream bundled = Dataset.class.getResourceAsStream("sound/sounds.zip");
        ZipInputStream zip = new ZipInputStream(bundled)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  /** The directory "train" or "test". */
  Path part(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
