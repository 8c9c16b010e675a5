package io.dl4jcompact.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.onnx.OnnxGraph;
import io.dl4jcompact.benchmarks.start.CompactStart;
import io.dl4jcompact.benchmarks.start.OnnxStart;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.export.CompactExporter;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the start of a JVM to the first prediction of the quickstart's network, which the process
 * prints: with and without an archive of the application's classes (AppCDS).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 20)
public class ColdStartBenchmark {

  private static final String MODULES = "--add-modules=jdk.incubator.vector";

  private Path directory;
  private List<String> compact;
  private List<String> onnx;
  private Process process;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    Run onnx = run("onnx");
    for (String kernels : List.of("vector", "scalar")) {
      Side plain = new Side("cold start, " + kernels, run(kernels));
      Side shared = new Side("cold start with AppCDS, " + kernels, run(kernels + "Shared"));
      comparisons.add(plain.against("ONNX Runtime float", onnx, Target.NONE));
      comparisons.add(shared.against("ONNX Runtime float", onnx, Target.NONE));
    }
    return comparisons;
  }

  /** A method's run; those with class data sharing are vectorShared and scalarShared. */
  static Run run(String method) {
    return Run.of(ColdStartBenchmark.class, method);
  }

  /** Writes the models and the archives of classes. */
  @Setup
  public void setUp() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("start");
    Network network = Network.SMALL_CNN;
    Path packed = directory.resolve("model.d4c");
    CompactExporter.export(network.network(LayerKind.ONE_BIT), network.input()).save(packed);
    Path jar = directory.resolve("runtime.jar");
    RuntimeJar.write(jar, CompactStart.class);
    compact = List.of("-cp", jar.toString(), CompactStart.class.getName(), packed.toString());

    Path model = directory.resolve("model.onnx");
    Files.write(
        model,
        OnnxGraph.write(
            CompactExporter.export(network.network(LayerKind.FLOAT), network.input()).graph()));
    String classPath =
        RuntimeJar.location(OnnxStart.class)
            + File.pathSeparator
            + RuntimeJar.location(OrtEnvironment.class);
    onnx = List.of("-cp", classPath, OnnxStart.class.getName(), model.toString());
    archive("vector", MODULES);
    archive("scalar");
  }

  private void archive(String name, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-XX:ArchiveClassesAtExit=" + archivePath(name));
    start(all, compact);
    end();
    if (!Files.exists(archivePath(name))) {
      throw new IllegalStateException("this JVM wrote no archive of classes");
    }
  }

  private Path archivePath(String name) {
    return directory.resolve(name + ".jsa");
  }

  /** Vector kernels. */
  @Benchmark
  public int vector() throws IOException {
    return start(List.of(MODULES), compact);
  }

  /** Vector kernels, classes from an archive. */
  @Benchmark
  public int vectorShared() throws IOException {
    return start(List.of(MODULES, "-XX:SharedArchiveFile=" + archivePath("vector")), compact);
  }

  /** Scalar kernels. */
  @Benchmark
  public int scalar() throws IOException {
    return start(List.of(), compact);
  }

  /** Scalar kernels, classes from an archive. */
  @Benchmark
  public int scalarShared() throws IOException {
    return start(List.of("-XX:SharedArchiveFile=" + archivePath("scalar")), compact);
  }

  /** The float network in ONNX Runtime. */
  @Benchmark
  public int onnx() throws IOException {
    return start(List.of(), onnx);
  }

  /** Waits for the first byte that the process prints. */
  private int start(List<String> options, List<String> program) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(options);
    command.addAll(program);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    int first = process.getInputStream().read();
    if (first < 0) {
      throw new IllegalStateException(command + " ended without a prediction");
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
