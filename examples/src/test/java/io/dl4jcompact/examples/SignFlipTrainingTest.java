package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignFlipTrainingTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(SignFlipTraining::commandLine);

  /** 1,500 images and one epoch are enough for more than half of the clothes. */
  @Test
  void bitsLearnRealImagesAndThePackedModelHasTheirAccuracy() throws IOException {
    FirstImages.write(1500, 300, directory);
    Path results = directory.resolve("results");

    int exit = program.run("--epochs=2", "--data=" + directory, "--out=" + results);

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out().lines())
        .element(1)
        .asString()
        .containsPattern(
            "epoch 2: test accuracy ([6-9]\\d)\\.\\d\\d %, \\d+\\.\\d of 100,000 bits");
    String accuracy = program.out().lines().toList().get(1).replaceAll(".*accuracy (.*) %.*", "$1");
    assertThat(program.out()).contains("The exported model has " + accuracy + " %");
    assertThat(Files.readString(results.resolve("flips.svg"))).startsWith("<svg");
    CompactModel model = CompactModel.load(results.resolve("model.d4c"));
    assertThat(model.predict(new float[28 * 28])).hasSize(10);
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--epochs", "0")).isEqualTo(2);
    assertThat(program.err()).contains("--epochs must be at least 1");
  }
}
