package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.AccumulatorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A convolutional network of eighteen million weights trains with minibatches of 100, packed, in an
 * eighth of the memory that Deeplearning4j takes for its float twin with Adam, all working space
 * included. Both are measured alike: the most resident memory of a process, less that of the same
 * program with a network of a few weights.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the peak is read from /proc")
class ConvolutionMemoryTest {

  private static final Pattern PEAK = Pattern.compile("trained [1-9]\\d*\\s+peak (\\d+)");
  private static final long KILOBYTE = 1024;
  private static final long HEAP_OF_FLOATS = 64 * KILOBYTE;

  @TempDir private Path directory;

  /**
   * @param heap kilobytes that Java's heap may take, all that the JVM itself keeps there included
   */
  private long peak(String training, boolean wide, long heap)
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
            ConvolutionsInMemory.class.getName(),
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

  private long taken(String training, long heap) throws IOException, InterruptedException {
    return peak(training, true, heap) - peak(training, false, heap);
  }

  @Test
  void trainsInAnEighthOfTheMemoryThatFloatsTake() throws IOException, InterruptedException {
    long eighth = taken("ADAM", HEAP_OF_FLOATS) / 8;
    System.out.printf("floats with Adam: %,d kB%n", 8 * eighth);
    for (AccumulatorType type :
        new AccumulatorType[] {AccumulatorType.INT8, AccumulatorType.INT16}) {
      long packed = taken(type.name(), eighth);
      System.out.printf("packed, %s: %,d kB%n", type, packed);
      assertThat(packed).as("%s", type).isPositive().isLessThanOrEqualTo(eighth);
    }
  }
}
