package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * A progressive training whose process is killed, also while it writes a checkpoint, and started
 * again ends with the bits of one that was not, on one thread.
 */
@Tag("slow")
class KilledElasticTrainingTest {

  private static final int LIMIT_SECONDS = 120;
  private static final String[] MARKS = {
    "phase-0-full.zip", "phase-1-kernel.zip", "phase-2-depth.zip", "progress.json"
  };

  @TempDir private Path directory;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(Path place) throws IOException {
    Files.createDirectories(place);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CheckpointedElasticTraining.class.getName(),
            place.toString());
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private byte[] end(Process process, Path place) throws IOException, InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
    return Files.readAllBytes(place.resolve(CheckpointedElasticTraining.RESULT));
  }

  @RepeatedTest(3)
  void endsWithTheSameBits() throws IOException, InterruptedException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Path killed = directory.resolve("killed");
    Process process = start(killed);
    Path mark =
        killed
            .resolve(CheckpointedElasticTraining.CHECKPOINTS)
            .resolve(MARKS[random.nextInt(MARKS.length)]);
    while (!Files.exists(mark)) {
      assertThat(process.isAlive()).as(Files.readString(directory.resolve("log"))).isTrue();
      Thread.sleep(1);
    }
    // In one of the next steps, or while they are written.
    Thread.sleep(random.nextInt(100));
    process.destroyForcibly().waitFor();
    assertThat(killed.resolve(CheckpointedElasticTraining.RESULT))
        .as("the training with seed %d was over before it was killed", seed)
        .doesNotExist();
    byte[] resumed = end(start(killed), killed);

    Path whole = directory.resolve("whole");
    byte[] atOnce = end(start(whole), whole);
    assertThat(resumed).as("seed %d", seed).isEqualTo(atOnce);
    assertThat(killed.resolve(CheckpointedElasticTraining.CHECKPOINTS))
        .isDirectoryNotContaining("glob:**.tmp");
  }
}
