package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantMarksTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(QuantMarks::commandLine);

  @Test
  void allMethodsTrainAndCalibrationsAreBesideThem() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data/fashion-mnist"));
    FirstImages.write(400, 1, data);
    Path results = directory.resolve("results");

    int exit =
        program.run(
            "--mark=fashion-lenet",
            "--data=" + directory.resolve("data"),
            "--epochs=1",
            "--train-images=200",
            "--seeds=4",
            "--held-out=100",
            "--out=" + results);

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    List<String> epochs = Files.readAllLines(results.resolve("epochs.csv"));
    assertThat(epochs)
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("mark,network,seed,epoch,loss"),
            line -> assertThat(line).startsWith("fashion-lenet,float,4,1,"),
            line -> assertThat(line).startsWith("fashion-lenet,int8,4,1,"),
            line -> assertThat(line).startsWith("fashion-lenet,int8-compensated,4,1,"),
            line -> assertThat(line).startsWith("fashion-lenet,int4,4,1,"),
            line -> assertThat(line).startsWith("fashion-lenet,int4-compensated,4,1,"));
    assertThat(program.out())
        .containsPattern("fashion-lenet( +[0-9.]+ \\([0-9.]+\\)){7} +[-+][0-9.]+");
    assertThat(results.toFile().list()).containsExactly("epochs.csv");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--data", "x", "--train-images", "0")).isEqualTo(2);
    assertThat(program.run("--data", "x", "--mark", "mnist-mlp")).isEqualTo(2);
    assertThat(program.err())
        .contains("--train-images must be at least 1", "expected mnist-lenet, mnist-vgg");
  }
}
