package io.dl4jcompact.benchmarks.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * A JVM to start processes on, as docs/deployment.md describes them.
 *
 * @param home the directory of the JDK or of the image
 * @param options what every start passes before the program
 */
public record Jvm(Path home, List<String> options) {

  /** The JVM that this process runs on. */
  public static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")), List.of());
  }

  /** An image of the JDK's base module alone, written by jlink. */
  public static Jvm image(Path directory) {
    int result =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"))
            .run(
                System.out,
                System.err,
                "--add-modules=java.base",
                "--strip-debug",
                "--output=" + directory);
    if (result != 0) {
      throw new IllegalStateException("jlink ended with exit code " + result);
    }
    return new Jvm(directory, List.of());
  }

  /** This JVM with some more options. */
  public Jvm with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Jvm(home, List.copyOf(all));
  }

  /** With the collector and the compiler that are ready soonest. */
  public Jvm forShortRuns() {
    return with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /**
   * With a static archive of the classes that a program loads, made by a run of it.
   *
   * @param program its class path, main class and arguments
   * @throws IllegalStateException if the JVM makes none
   */
  public Jvm withArchive(Path file, List<String> program) throws IOException, InterruptedException {
    String list = "-XX:SharedClassListFile=" + file + ".lst";
    Jvm archived = with("-XX:SharedArchiveFile=" + file + ".jsa");
    run(with("-XX:DumpLoadedClassList=" + file + ".lst"), program);
    run(archived.with("-Xshare:dump", list), program.subList(0, 2));
    return archived.with("-Xshare:on");
  }

  private static void run(Jvm jvm, List<String> program) throws IOException, InterruptedException {
    Process process = jvm.start(program);
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(jvm + " ended with exit code " + process.exitValue());
    }
  }

  /** Starts a program, whose messages are left out. */
  public Process start(List<String> program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve(Path.of("bin", "java")).toString());
    command.addAll(options);
    command.addAll(program);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
