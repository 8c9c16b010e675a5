package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(Quickstart::commandLine);

  @Test
  void theWholeJobRunsOnAFewRealImages() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    FirstImages.write(192, 100, data);
    Path results = directory.resolve("results");

    int exit =
        program.run(
            "--data", data.toString(), "--epochs", "1", "--seed", "3", "--out", results.toString());

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out())
        .contains("float twin", "one-bit network, packed", "100 of 100 images", "layer8");
    assertThat(differences(program.out())).hasSize(2).allMatch(difference -> difference <= 1e-4);
    assertThat(results).isDirectoryContaining("glob:**/report.html");
    CompactModel model = CompactModel.load(results.resolve("model.d4c"));
    assertThat(model.labels()).isEqualTo(Dataset.FASHION_MNIST.labels());
    assertThat(model.info().provenance()).containsEntry("seed", "3");
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--epochs", "0")).isEqualTo(2);
    assertThat(program.run("--dataset", "imagenet")).isEqualTo(2);
    assertThat(program.err()).contains("--epochs must be at least 1", "got 'imagenet'");
  }

  @Test
  void missingDataAreExplainedWithoutAStackTrace() {
    Path missing = directory.resolve("none");
    assertThat(program.run("--data", missing.toString(), "--out", directory.toString()))
        .isEqualTo(1);
    assertThat(program.err()).contains(missing + " does not exist").doesNotContain("\tat ");
  }

  @Test
  void testImagesOfAnotherSizeAreExplainedBeforeTraining() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    FirstImages.write(64, 1, data);
    ByteBuffer images = ByteBuffer.allocate(16 + 14 * 14);
    Files.write(
        data.resolve("t10k-images-idx3-ubyte"),
        images.putInt(2051).putInt(1).putInt(14).putInt(14).array());
    Files.write(
        data.resolve("t10k-labels-idx1-ubyte"),
        ByteBuffer.allocate(9).putInt(2049).putInt(1).array());

    assertThat(program.run("--data", data.toString(), "--out", directory.toString())).isEqualTo(1);

    assertThat(program.err())
        .contains("the test images are 1x14x14, the training images 1x28x28")
        .doesNotContain("\tat ");
  }

  @Test
  void anOutputDirectoryThatCannotBeMadeIsExplained() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(program.run("--out", file.resolve("sub").toString())).isEqualTo(1);
    assertThat(program.err()).contains(file.toString(), "--out").doesNotContain("\tat ");
  }

  /** Of the model's and the float twin's outputs, as the summary tells them. */
  private static List<Double> differences(String summary) {
    return Pattern.compile("within ([^,)]+)")
        .matcher(summary)
        .results()
        .map(found -> Double.valueOf(found.group(1)))
        .toList();
  }
}
