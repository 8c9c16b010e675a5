package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LearningMarksTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = LearningMarks.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void aMarkWithATwinRunsOnAFewRealImagesHeldOutOfTheTrainingImages() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data/fashion-mnist"));
    FirstImages.write(300, 1, data);
    Path results = directory.resolve("results");

    int exit =
        run(
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

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("twin - 1.5 points", "100 of 100");
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
    assertThat(run("--data", "x", "--epochs", "0")).isEqualTo(2);
    assertThat(run("--data", "x", "--mark", "imagenet")).isEqualTo(2);
    assertThat(run("--mark", "mnist-mlp")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--epochs must be at least 1", "got 'imagenet'", "--data=DIR");
  }

  @Test
  void moreHeldOutImagesThanRemainAreRefused() throws IOException {
    FirstImages.write(10, 1, directory);
    int exit =
        run(
            "--mark",
            "mnist-cnn",
            "--data",
            directory.toString(),
            "--held-out",
            "6",
            "--out",
            directory.resolve("results").toString());
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .contains("mnist has 10 training images, of which 6 cannot be held out")
        .doesNotContain("\tat ");
  }
}
