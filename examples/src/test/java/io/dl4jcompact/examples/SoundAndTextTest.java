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

class SoundAndTextTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = SoundAndText.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void bothModelsGiveTheirNetworksClasses() throws IOException {
    int exit = run("--epochs", "1", "--seed", "3", "--out", directory.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString()).containsPattern("sound +75 ").containsPattern("text +240 ");
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
    assertThat(run("--out", file.resolve("sub").toString())).isEqualTo(1);
    assertThat(err.toString()).contains(file.toString(), "--out").doesNotContain("\tat ");
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
    assertThat(run("--epochs", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--epochs must be at least 1");
  }
}
