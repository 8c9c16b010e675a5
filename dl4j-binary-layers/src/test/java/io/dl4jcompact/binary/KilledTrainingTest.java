package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training whose process is killed and started again ends with the bits of one that was not, on
 * one thread.
 */
class KilledTrainingTest {

  private static final int LATEST_KILL = 8;
  private static final int LIMIT_SECONDS = 120;

  @TempDir private Path directory;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String flips, Path place) throws IOException {
    Files.createDirectories(place);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CheckpointedTraining.class.getName(),
            place.toString(),
            flips);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private byte[] end(Process process, Path place) throws IOException, InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
    return Files.readAllBytes(place.resolve(CheckpointedTraining.RESULT));
  }

  /** Whether the first run has begun to write a checkpoint. */
  private static boolean writes(int checkpoint, Path place) {
    return Files.exists(
        place.resolve("run-0").resolve("checkpoint_" + checkpoint + "_MultiLayerNetwork.zip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SignFlip", "Bop", "INT8"})
  void endsWithTheSameBits(String flips) throws IOException, InterruptedException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Path killed = directory.resolve("killed");
    Process process = start(flips, killed);
    int checkpoint = random.nextInt(LATEST_KILL);
    while (!writes(checkpoint, killed)) {
      assertThat(process.isAlive()).as(Files.readString(directory.resolve("log"))).isTrue();
      Thread.sleep(1);
    }
    // Within the writing of this checkpoint, or in one of the next iterations.
    Thread.sleep(random.nextInt(30));
    process.destroyForcibly().waitFor();
    assertThat(killed.resolve(CheckpointedTraining.RESULT))
        .as("the training with seed %d was over before it was killed", seed)
        .doesNotExist();
    byte[] resumed = end(start(flips, killed), killed);

    Path whole = directory.resolve("whole");
    byte[] atOnce = end(start(flips, whole), whole);
    assertThat(resumed).as("seed %d", seed).isEqualTo(atOnce);
  }
}
