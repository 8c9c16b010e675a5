package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VggSmallFlipsTest {

  private static final int PIXELS = 3 * 32 * 32;

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(VggSmallFlips::commandLine);

  /** 400 training images and 50 test images of noise. */
  @BeforeEach
  void writeImages() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 1; i <= 5; i++) {
      Files.write(directory.resolve("data_batch_" + i + ".bin"), records(80, random));
    }
    Files.write(directory.resolve("test_batch.bin"), records(50, random));
  }

  private static byte[] records(int count, SplittableRandom random) {
    byte[] records = new byte[count * (1 + PIXELS)];
    random.nextBytes(records);
    for (int i = 0; i < count; i++) {
      records[i * (1 + PIXELS)] = (byte) random.nextInt(10);
    }
    return records;
  }

  @Test
  void aSmallScaleIsTrainedAndPacked() throws IOException {
    Path results = directory.resolve("results");

    int exit =
        program.run(
            "--data=" + directory,
            "--epochs=2",
            "--width=4",
            "--eta=900",
            "--train-images=350",
            "--seed=7",
            "--out=" + results);

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out())
        .contains(
            "after epoch 2 with 350 training images, width 4 and eta 900.0",
            "the same class for 50 of 50 images");
    assertThat(Files.readAllLines(results.resolve("epochs.csv")))
        .hasSize(3)
        .element(2)
        .asString()
        .startsWith("cifar10-vgg-small,sign-flip,7,2,");
    assertThat(results.toFile().list())
        .containsExactlyInAnyOrder("epochs.csv", "cifar10-vgg-small.d4c");
    CompactModel model = CompactModel.load(results.resolve("cifar10-vgg-small.d4c"));
    assertThat(model.info().provenance()).containsEntry("seed", "7").containsEntry("epochs", "2");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--data=x", "--width=0")).isEqualTo(2);
    assertThat(program.run("--data=x", "--train-images=-1")).isEqualTo(2);
    assertThat(program.run("--data=" + directory, "--train-images=401", "--out=" + directory))
        .isEqualTo(1);
    assertThat(program.err())
        .contains(
            "--width must be at least 1",
            "--train-images must be at least 1",
            "there are 400 training images, of which 401 cannot be taken");
  }
}
