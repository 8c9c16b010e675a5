package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTrainingTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(PackedTraining::commandLine);

  /** 1,500 images and two epochs are enough for more than half of the clothes. */
  @Test
  void bitsLearnRealImagesAndThePackedModelHasTheirAccuracy() throws IOException {
    FirstImages.write(1500, 300, directory);
    Path results = directory.resolve("results");

    int exit = program.run("--epochs=2", "--data=" + directory, "--out=" + results);

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out())
        .contains("conv1")
        .containsPattern("epoch 2: test accuracy ([6-9]\\d)\\.\\d\\d %");
    String accuracy = program.out().replaceAll("(?s).*epoch 2: test accuracy (.*?) %.*", "$1");
    assertThat(program.out()).contains("The exported model has " + accuracy + " %");
    CompactModel model = CompactModel.load(results.resolve("model.d4c"));
    assertThat(model.predict(new float[28 * 28])).hasSize(10);
    PackedTrainer trainer = PackedTrainer.load(results.resolve("training.packed"));
    assertThat(trainer.iteration()).isEqualTo(30);
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--accumulators", "INT4")).isEqualTo(2);
    assertThat(program.err()).contains("FLOAT, INT16, INT8");
  }
}
