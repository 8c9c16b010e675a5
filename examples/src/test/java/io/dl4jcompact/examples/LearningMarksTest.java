package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningMarksTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(LearningMarks::commandLine);

  @Test
  void aMarkWithATwinRunsOnAFewRealImagesHeldOutOfTheTrainingImages() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data/fashion-mnist"));
    FirstImages.write(300, 1, data);
    Path results = directory.resolve("results");

    int exit =
        program.run(
            "--mark",
            "fashion-cnn",
            "--data",
            directory.resolve("data").toString(),
            "--epochs",
            "2",
            "--seed",
            "3",
            "--held-out",
            "100",
            "--out",
            results.toString());

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out()).contains("twin - 1.5 points", "100 of 100");
    assertThat(Files.readAllLines(results.resolve("epochs.csv")))
        .hasSize(5)
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("mark,network,seed,epoch,loss"),
            line -> assertThat(line).startsWith("fashion-cnn,one-bit,3,1,"),
            line -> assertThat(line).startsWith("fashion-cnn,one-bit,3,2,"),
            line -> assertThat(line).startsWith("fashion-cnn,float twin,3,1,"),
            line -> assertThat(line).startsWith("fashion-cnn,float twin,3,2,"));
    assertThat(results.toFile().list())
        .containsExactlyInAnyOrder("epochs.csv", "fashion-cnn.png", "fashion-cnn.d4c");
    CompactModel model = CompactModel.load(results.resolve("fashion-cnn.d4c"));
    assertThat(model.predict(new byte[28 * 28])).hasSize(10);
    assertThat(model.info().provenance()).containsEntry("seed", "3");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--data", "x", "--epochs", "0")).isEqualTo(2);
    assertThat(program.run("--data", "x", "--mark", "imagenet")).isEqualTo(2);
    assertThat(program.run("--mark", "mnist-mlp")).isEqualTo(2);
    assertThat(program.err())
        .contains("--epochs must be at least 1", "got 'imagenet'", "--data=DIR");
  }

  @Test
  void moreHeldOutImagesThanRemainAreRefused() throws IOException {
    FirstImages.write(10, 1, directory);
    int exit =
        program.run(
            "--mark",
            "mnist-cnn",
            "--data",
            directory.toString(),
            "--held-out",
            "6",
            "--out",
            directory.resolve("results").toString());
    assertThat(exit).isEqualTo(1);
    assertThat(program.err())
        .contains("mnist has 10 training images, of which 6 cannot be held out")
        .doesNotContain("\tat ");
  }
}
