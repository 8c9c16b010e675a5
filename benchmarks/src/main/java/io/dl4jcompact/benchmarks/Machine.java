package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.util.Version;

/**
 * What the figures were measured on.
 *
 * @param processor model, instruction sets that matter here, and number of processors
 * @param system name, version and architecture of the operating system
 * @param java name and version of the JVM
 * @param libraries versions by name
 */
record Machine(String processor, String system, String java, Map<String, String> libraries) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx_vnni", "avx512_vnni", "avx512_vpopcntdq");
  private static final String ND4J = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

  Machine {
    libraries = new TreeMap<>(libraries);
  }

  /** This one. */
  static Machine here() {
    return new Machine(
        processorModel() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.vm.version"),
        Map.of(
            "Deeplearning4j and ND4J", nd4jVersion(),
            "ONNX Runtime", OnnxSession.version(),
            "JMH", Version.getPlainVersion()));
  }

  private static String property(String name) {
    return System.getProperty(name);
  }

  private static String processorModel() {
    if (!Files.isReadable(PROCESSORS)) {
      return "unknown processor";
    }
    try {
      List<String> lines = Files.readAllLines(PROCESSORS);
      List<String> flags = List.of(value(lines, "flags").split(" "));
      return value(lines, "model name")
          + " (family "
          + value(lines, "cpu family")
          + ", model "
          + value(lines, "model")
          + "; "
          + String.join(" ", FEATURES.stream().filter(flags::contains).toList())
          + ")";
    } catch (IOException e) {
      throw new UncheckedIOException(PROCESSORS + " cannot be read", e);
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.split(":", 2)[0].strip().equals(key))
        .map(line -> line.split(":", 2)[1].strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String nd4jVersion() {
    Properties properties = new Properties();
    try (InputStream in = Nd4j.class.getResourceAsStream(ND4J)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(ND4J + " cannot be read", e);
    }
    return properties.getProperty("version");
  }

  /** A line for each, in Markdown. */
  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("- processor: %s%n- system: %s%n- Java: %s%n", processor, system, java));
    libraries.forEach((name, version) -> text.append(String.format("- %s: %s%n", name, version)));
    return text.toString();
  }
}
