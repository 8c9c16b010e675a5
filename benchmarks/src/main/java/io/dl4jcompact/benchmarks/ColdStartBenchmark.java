package io.dl4jcompact.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.start.CompactStart;
import io.dl4jcompact.benchmarks.start.Jvm;
import io.dl4jcompact.benchmarks.start.OnnxStart;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.OnnxExport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the start of a JVM to the first prediction of the quickstart's network, which the process
 * prints.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 20)
public class ColdStartBenchmark {

  /** A way to start the process. */
  public enum Start {
    VECTOR("cold start, vector"),
    VECTOR_ARCHIVE("cold start with an archive of classes, vector"),
    SCALAR("cold start, scalar"),
    SCALAR_ARCHIVE("cold start with an archive of classes, scalar"),
    SCALAR_IMAGE("cold start of a small image with an archive, scalar"),
    ONNX("cold start, ONNX Runtime");

    private final String work;

    Start(String work) {
      this.work = work;
    }

    String work() {
      return work;
    }

    private boolean hasArchive() {
      return name().endsWith("_ARCHIVE") || this == SCALAR_IMAGE;
    }

    /** The run of this start. */
    Run run() {
      return Run.of(ColdStartBenchmark.class, "start", "start=" + name());
    }
  }

  /** How the process is started. */
  @Param public Start start;

  private Path directory;
  private Jvm jvm;
  private List<String> program;
  private Process process;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Start start : Start.values()) {
      if (start != Start.ONNX) {
        comparisons.add(
            new Side(start.work(), start.run())
                .against("ONNX Runtime float", Start.ONNX.run(), Target.NONE));
      }
    }
    return comparisons;
  }

  /** Writes the model, and the image and the archive of classes where the start has them. */
  @Setup
  public void setUp() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("start");
    program = start == Start.ONNX ? onnx() : compact();
    jvm = start == Start.SCALAR_IMAGE ? Jvm.image(directory.resolve("image")) : Jvm.current();
    if (start.name().startsWith("VECTOR")) {
      jvm = jvm.with("--add-modules=jdk.incubator.vector");
    }
    if (start.hasArchive()) {
      jvm = jvm.forShortRuns().withArchive(directory.resolve("classes"), program);
    }
  }

  private List<String> compact() throws IOException {
    Network network = Network.SMALL_CNN;
    Path model = directory.resolve("model.d4c");
    CompactExporter.export(network.network(LayerKind.ONE_BIT), network.input()).save(model);
    Path jar = directory.resolve("runtime.jar");
    RuntimeJar.write(jar, CompactStart.class);
    return List.of("-cp", jar.toString(), CompactStart.class.getName(), model.toString());
  }

  private List<String> onnx() throws IOException {
    Network network = Network.SMALL_CNN;
    Path model = directory.resolve("model.onnx");
    OnnxExport.write(network.network(LayerKind.FLOAT), network.input(), model);
    String classPath =
        RuntimeJar.location(OnnxStart.class)
            + File.pathSeparator
            + RuntimeJar.location(OrtEnvironment.class);
    return List.of("-cp", classPath, OnnxStart.class.getName(), model.toString());
  }

  /** Waits for the first byte that the process prints. */
  @Benchmark
  public int start() throws IOException {
    process = jvm.start(program);
    int first = process.getInputStream().read();
    if (first < 0) {
      throw new IllegalStateException(program + " ended without a prediction");
    }
    return first;
  }

  /** Waits until the process has ended, which is not measured. */
  @TearDown(Level.Invocation)
  public void end() throws IOException, InterruptedException {
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a process ended with exit code " + process.exitValue());
    }
  }

  /** Removes the files. */
  @TearDown
  public void removeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
