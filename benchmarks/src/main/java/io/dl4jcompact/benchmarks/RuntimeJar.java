package io.dl4jcompact.benchmarks;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The runtime as a jar, as a user has it: the benchmarks run on directories of classes, whose
 * classes a JVM cannot share between processes.
 */
final class RuntimeJar {

  private RuntimeJar() {}

  /** Where a class was loaded from. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("a class path entry is always a URI", e);
    }
  }

  /** Writes the runtime and some more classes to a jar. */
  static void write(Path jar, Class<?>... more) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      addAll(out, location(CompactModel.class));
      for (Class<?> type : more) {
        Path root = location(type);
        add(out, root, root.resolve(type.getName().replace('.', '/') + ".class"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be written", e);
    }
  }

  private static void addAll(JarOutputStream out, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> ordered = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : ordered) {
        add(out, root, file);
      }
    }
  }

  private static void add(JarOutputStream out, Path root, Path file) throws IOException {
    out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
    Files.copy(file, out);
    out.closeEntry();
  }

  /** Bytes that the jar of the runtime alone takes. */
  static long size() {
    try {
      Path jar = Files.createTempFile("runtime", ".jar");
      try {
        write(jar);
        return Files.size(jar);
      } finally {
        Files.delete(jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the runtime's jar cannot be measured", e);
    }
  }
}
