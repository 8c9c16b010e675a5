package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FewLabelsTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(FewLabels::commandLine);

  @Test
  void bothTrainingsAreComparedSeedBySeed() throws IOException {
    FirstImages.write(400, 100, directory);

    int exit =
        program.run(
            "--data=" + directory, "--labels=100", "--iterations=20", "--weight=1", "--seeds=4,5");

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out())
        .containsPattern("seed 4: [0-9.]+ % by labels alone, [0-9.]+ % with the other images")
        .containsPattern("fashion-mnist +[0-9.]+ \\([0-9.]+ [0-9.]+\\) +[0-9.]+ \\(.*\\) +[+-]");
  }

  @Test
  void theSameSeedGivesTheSameTraining() throws IOException {
    FirstImages.write(300, 100, directory);
    MarkImages images = MarkImages.read(Dataset.FASHION_MNIST, directory, Optional.empty());
    FewLabelsTraining training = new FewLabelsTraining(images, 100, 10);

    assertThat(training.consistent(5, 1)).isEqualTo(training.consistent(5, 1));
    assertThat(training.supervised(1)).isEqualTo(training.supervised(1));
  }

  @Test
  void wrongOptionsAreExplained() throws IOException {
    FirstImages.write(300, 100, directory);

    assertThat(program.run("--labels=0")).isEqualTo(2);
    assertThat(program.run("--iterations=0")).isEqualTo(2);
    assertThat(program.run("--data=" + directory, "--labels=300")).isEqualTo(1);
    assertThat(program.run("--data=" + directory, "--held-out=151")).isEqualTo(1);
    assertThat(program.err())
        .contains(
            "--labels must be at least 1, got 0",
            "--iterations must be at least 1, got 0",
            "there are 300 training images: give --labels less than that, got 300",
            "300 training images, of which 151 cannot be held out");
  }

  /** MNIST's files are not bundled; the build's property tests.data names their directory. */
  @Test
  @Tag("data")
  void unlabelledImagesGainOnMnist() throws IOException {
    Path data = Path.of(System.getProperty("tests.data"));
    MarkImages images = MarkImages.read(Dataset.MNIST, data, Optional.empty());
    FewLabelsTraining training = new FewLabelsTraining(images, 1_000, 2_500);

    double supervised =
        LongStream.of(1, 2, 3).mapToDouble(training::supervised).average().orElseThrow();
    double consistent =
        LongStream.of(1, 2, 3)
            .mapToDouble(seed -> training.consistent(10, seed))
            .average()
            .orElseThrow();

    assertThat(consistent).isGreaterThan(supervised);
  }
}
