package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundAndTextTest {

  @TempDir private Path directory;

  private final ProgramRun program = new ProgramRun(SoundAndText::commandLine);

  @Test
  void bothModelsGiveTheirNetworksClasses() throws IOException {
    int exit = program.run("--epochs", "1", "--seed", "3", "--out", directory.toString());

    assertThat(program.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(program.out()).containsPattern("sound +75 ").containsPattern("text +240 ");
    for (String name : new String[] {"sound", "text"}) {
      CompactModel model = CompactModel.load(directory.resolve(name + ".d4c"));
      assertThat(model.info().name()).isEqualTo(name);
    }
  }

  @Test
  void aFewEpochsTellTheVowelsApart() throws IOException {
    try (UnpackedSounds sounds = new UnpackedSounds()) {
      TwoClassTask.Result result = SoundTask.of(sounds, 1).run(SoundTask.network(1), 5, directory);
      // By chance, 60 % of the samples are back vowels.
      assertThat(result.packedAccuracy()).isGreaterThan(0.85);
      assertThat(result.modelBytes()).isLessThan(result.parameterBytes() / 10);
    }
  }

  @Test
  void anOutputDirectoryThatCannotBeMadeIsExplained() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(program.run("--out", file.resolve("sub").toString())).isEqualTo(1);
    assertThat(program.err()).contains(file.toString(), "--out").doesNotContain("\tat ");
  }

  @Test
  void unpackedSoundsAreRemoved() throws IOException {
    Path train;
    try (UnpackedSounds sounds = new UnpackedSounds()) {
      train = sounds.part("train");
      assertThat(train).isDirectory();
    }
    assertThat(Files.exists(train.getParent())).isFalse();
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(program.run("--epochs", "0")).isEqualTo(2);
    assertThat(program.err()).contains("--epochs must be at least 1");
  }
}
