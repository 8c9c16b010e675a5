package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.runtime.CompactModel;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@link PackedPrediction} in a JVM of its own, whose class path is the runtime and the
 * examples only.
 */
final class PackedProcess {

  /**
   * @param outputs what the model gives for the test images
   * @param nanosPerImage time that an image took
   */
  record Result(Outputs outputs, long nanosPerImage) {}

  /** The JDK's module that makes the runtime several times faster. */
  private static final String VECTORS = "jdk.incubator.vector";

  private PackedProcess() {}

  /**
   * @param directory takes the outputs until they are read
   * @throws IOException if the process fails; it has said why on the standard error stream
   */
  static Result run(Path model, Dataset dataset, Optional<Path> data, Path directory)
      throws IOException {
    Path outputs = directory.resolve("outputs-" + UUID.randomUUID() + ".bin");
    try {
      Process process = start(model, dataset, outputs, data);
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException("the prediction process ended with exit code " + exit);
      }
      return new Result(Outputs.read(outputs), Long.parseLong(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the prediction process", e);
    } finally {
      Files.deleteIfExists(outputs);
    }
  }

  private static Process start(Path model, Dataset dataset, Path outputs, Optional<Path> data)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    if (ModuleFinder.ofSystem().find(VECTORS).isPresent()) {
      command.addAll(List.of("--add-modules", VECTORS));
    }
    command.addAll(List.of("-cp", classPath(), PackedPrediction.class.getName()));
    command.addAll(List.of(model.toString(), dataset.name(), outputs.toString()));
    data.ifPresent(directory -> command.add(directory.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Where the runtime, the examples and the bundled images are. */
  static String classPath() {
    return Stream.of(CompactModel.class, PackedPrediction.class)
        .map(PackedProcess::location)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError("a class path entry is always a URI", e);
    }
  }
}
