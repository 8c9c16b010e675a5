package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlipMarksTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(FlipMarks::commandLine);

  private int runOnAFewImages(Path results) throws IOException {
    return runOnAFewImages(results, "fashion-small-mlp", 1);
  }

  private int runOnAFewImages(Path results, String mark, int epochs) throws IOException {
    Path data = Files.createDirectories(directory.resolve("data/fashion-mnist"));
    FirstImages.write(400, 1, data);
    return program.run(
        "--mark=" + mark,
        "--data=" + directory.resolve("data"),
        "--epochs=" + epochs,
        "--seeds=4,5",
        "--held-out=100",
        "--out=" + results);
  }

  @Test
  void allMethodsTrainWithAllSeedsAndAreCompared() throws IOException {
    Path results = directory.resolve("results");

    int exit = runOnAFewImages(results);

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    List<String> epochs = Files.readAllLines(results.resolve("epochs.csv"));
    assertThat(epochs)
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("mark,network,seed,epoch,loss"),
            line -> assertThat(line).startsWith("fashion-small-mlp,sign-flip,4,1,"),
            line -> assertThat(line).startsWith("fashion-small-mlp,bop,4,1,"),
            line -> assertThat(line).startsWith("fashion-small-mlp,straight-through,4,1,"),
            line -> assertThat(line).startsWith("fashion-small-mlp,sign-flip,5,1,"),
            line -> assertThat(line).startsWith("fashion-small-mlp,bop,5,1,"),
            line -> assertThat(line).startsWith("fashion-small-mlp,straight-through,5,1,"));
    assertThat(program.out()).containsPattern("fashion-small-mlp +[0-9.]+ \\([0-9.]+ [0-9.]+\\)");
    assertThat(results.toFile().list()).containsExactly("epochs.csv");
  }

  @Test
  void packedTrainingIsComparedWithThatOfFloats() throws IOException {
    Path results = directory.resolve("results");

    assertThat(runOnAFewImages(results, "fashion-plain-mlp", 1)).isZero();

    assertThat(Files.readAllLines(results.resolve("epochs.csv")))
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("mark,network,seed,epoch,loss"),
            line -> assertThat(line).startsWith("fashion-plain-mlp,sign-flip,4,1,"),
            line -> assertThat(line).startsWith("fashion-plain-mlp,packed,4,1,"),
            line -> assertThat(line).startsWith("fashion-plain-mlp,sign-flip,5,1,"),
            line -> assertThat(line).startsWith("fashion-plain-mlp,packed,5,1,"));
    assertThat(program.out())
        .containsPattern("fashion-plain-mlp +[0-9.]+ \\([0-9.]+ [0-9.]+\\) +- +- +[0-9.]+ ");
    assertThat(results.toFile().list()).containsExactly("epochs.csv");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--data", "x", "--epochs", "0")).isEqualTo(2);
    assertThat(program.run("--data", "x", "--mark", "mnist-mlp")).isEqualTo(2);
    assertThat(program.run("--data", "x", "--seeds", "1,b")).isEqualTo(2);
    assertThat(program.err())
        .contains(
            "--epochs must be at least 1",
            "mnist-plain-mlp, mnist-plain-cnn, fashion-plain-mlp or fashion-plain-cnn, got"
                + " 'mnist-mlp'",
            "'b' is not a long");
  }
}
