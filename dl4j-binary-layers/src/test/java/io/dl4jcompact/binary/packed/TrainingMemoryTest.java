package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.AccumulatorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with many weights and with large maps train with minibatches of 100, packed, in an
 * eighth of the memory that Deeplearning4j takes for their float twins with Adam, all working space
 * and the minibatch itself included. Both are measured alike: the most resident memory of a
 * process, less that of the same program with a network of a few weights and values.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the peak is read from /proc")
class TrainingMemoryTest {

  private static final Pattern PEAK = Pattern.compile("trained [1-9]\\d*\\s+peak (\\d+)");
  private static final long KILOBYTE = 1024;
  // What Java keeps besides the bits, and room to collect garbage.
  private static final long HEAP = 28 * KILOBYTE;
  private static final long HEAP_OF_FLOATS = 64 * KILOBYTE;

  @TempDir private Path directory;

  /**
   * @param heap kilobytes that Java's heap may take, all that the JVM itself keeps there included
   */
  private long peak(MemoryNetwork network, String training, boolean wide, long heap)
      throws IOException, InterruptedException {
    Path said = directory.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap + "k",
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=8g",
            "-cp",
            System.getProperty("java.class.path"),
            TrainingInMemory.class.getName(),
            network.name(),
            training,
            Boolean.toString(wide));
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process child = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!child.waitFor(5, TimeUnit.MINUTES)) {
      child.destroyForcibly();
    }
    String text = Files.readString(said);
    assertThat(child.waitFor()).as(text).isZero();
    Matcher matcher = PEAK.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private long taken(MemoryNetwork network, String training, long heap)
      throws IOException, InterruptedException {
    return peak(network, training, true, heap) - peak(network, training, false, HEAP);
  }

  /**
   * An eighth, but with 16-bit accumulators where weights are all: a bit and its accumulator alone
   * take 1/7.5 of a float weight with its gradient and moments.
   *
   * @param share of the floats' memory with 8-bit accumulators, its inverse
   * @param share16 with 16-bit ones
   */
  @ParameterizedTest
  @CsvSource({"WIDE_CONVOLUTIONS, 8, 8", "LARGE_MAPS, 8, 8", "WIDE_DENSE, 8, 6"})
  void trainsInAnEighthOfTheMemoryThatFloatsTake(MemoryNetwork network, int share, int share16)
      throws IOException, InterruptedException {
    long floats = taken(network, "ADAM", HEAP_OF_FLOATS);
    System.out.printf("%s: floats with Adam: %,d kB%n", network, floats);
    for (AccumulatorType type : List.of(AccumulatorType.INT8, AccumulatorType.INT16)) {
      long packed = taken(network, type.name(), HEAP + network.kilobytes(type));
      System.out.printf(
          "%s: packed, %s: %,d kB, 1/%.1f%n", network, type, packed, (double) floats / packed);
      assertThat(packed)
          .as("%s", type)
          .isPositive()
          .isLessThanOrEqualTo(floats / (type == AccumulatorType.INT8 ? share : share16));
    }
  }
}
