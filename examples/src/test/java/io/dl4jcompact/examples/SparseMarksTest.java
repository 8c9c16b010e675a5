package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseMarksTest {

  @TempDir private Path directory;

  private Path results;

  private final ProgramRun program = new ProgramRun(SparseMarks::commandLine);

  @BeforeEach
  void writeImages() throws IOException {
    FirstImages.write(400, 100, Files.createDirectories(directory.resolve("data/fashion-mnist")));
    results = directory.resolve("results");
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--mark=fashion-cnn",
                "--size=narrow-shallow",
                "--data=" + directory.resolve("data"),
                "--epochs=1",
                "--train-images=200",
                "--test-images=50",
                "--out=" + results));
    arguments.addAll(List.of(more));
    return program.run(arguments.toArray(new String[0]));
  }

  private List<String> rows() throws IOException {
    return Files.readAllLines(results.resolve("rows.csv"));
  }

  @Test
  void allMethodsTrainAndTheSameCommandGoesOn() throws IOException {
    assertThat(run("--sparsity=80", "--seeds=4", "--method=dense", "--method=snip")).isZero();
    String first = rows().get(2);

    int exit = run("--sparsity=80", "--seeds=4");

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(rows())
        .satisfiesExactly(
            budget -> assertThat(budget).contains("epochs 1", "200 training", "50 test"),
            heading -> assertThat(heading).isEqualTo("mark,network,seed,accuracy,seconds"),
            line ->
                assertThat(line)
                    .isEqualTo(first)
                    .startsWith("fashion-cnn,narrow-shallow-dense-0,4,"),
            line -> assertThat(line).startsWith("fashion-cnn,narrow-shallow-snip-80,4,"),
            line -> assertThat(line).startsWith("fashion-cnn,narrow-shallow-uniform-80,4,"),
            line -> assertThat(line).startsWith("fashion-cnn,narrow-shallow-er-80,4,"),
            line -> assertThat(line).startsWith("fashion-cnn,narrow-shallow-erk-80,4,"));
    // What the first command trained, the second did not.
    assertThat(Files.readAllLines(results.resolve("epochs.csv"))).hasSize(1 + 5);
    assertThat(program.out())
        .containsPattern("fashion-cnn narrow-shallow +0 % +[0-9,]+ +[0-9.]+ \\([0-9.]+\\)( +-){4}")
        .containsPattern(
            "fashion-cnn narrow-shallow +80 % +[0-9,]+ +-( +[0-9.]+ \\([0-9.]+\\)){4}");
    assertThat(results.toFile().list())
        .containsExactlyInAnyOrder(
            "rows.csv",
            "epochs.csv",
            "fashion-cnn-narrow-shallow.svg",
            "fashion-cnn-shallow-widths.svg");
  }

  @Test
  void trainingsOfAnotherBudgetAreNotMixedIn() {
    assertThat(run("--sparsity=80", "--seeds=4", "--method=dense")).isZero();

    assertThat(run("--sparsity=80", "--seeds=4", "--method=dense", "--held-out=100")).isEqualTo(1);
    assertThat(program.err()).contains("rows.csv keeps trainings of other images or epochs");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(run("--sparsity=0")).isEqualTo(2);
    assertThat(run("--sparsity=100")).isEqualTo(2);
    assertThat(run("--method=er-k")).isEqualTo(2);
    assertThat(program.err())
        .contains(
            "--sparsity must be 1 to 99, got 0",
            "--sparsity must be 1 to 99, got 100",
            "expected dense, uniform, er, erk or snip, got 'er-k'");
  }
}
