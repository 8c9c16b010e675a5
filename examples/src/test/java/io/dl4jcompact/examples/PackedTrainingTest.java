package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PackedTrainingTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = PackedTraining.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  /** 1,500 images and two epochs are enough for more than half of the clothes. */
  @Test
  void bitsLearnRealImagesAndThePackedModelHasTheirAccuracy() throws IOException {
    FirstImages.write(1500, 300, directory);
    Path results = directory.resolve("results");

    int exit = run("--epochs=2", "--data=" + directory, "--out=" + results);

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("conv1")
        .containsPattern("epoch 2: test accuracy ([6-9]\\d)\\.\\d\\d %");
    String accuracy = out.toString().replaceAll("(?s).*epoch 2: test accuracy (.*?) %.*", "$1");
    assertThat(out.toString()).contains("The exported model has " + accuracy + " %");
    CompactModel model = CompactModel.load(results.resolve("model.d4c"));
    assertThat(model.predict(new float[28 * 28])).hasSize(10);
    PackedTrainer trainer = PackedTrainer.load(results.resolve("training.packed"));
    assertThat(trainer.iteration()).isEqualTo(30);
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(run("--accumulators", "INT4")).isEqualTo(2);
    assertThat(err.toString()).contains("FLOAT, INT16, INT8");
  }
}
