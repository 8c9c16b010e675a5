package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedCheckpointTest {

  @TempDir Path directory;

  private static PackedTrainer trainer(long seed, AccumulatorType type) {
    return new PackedTrainer(
        new PackedNetworks(seed, Domain.REAL).conf(), PackedNetworks.options(type));
  }

  /**
   * Stopped after every step and loaded again, a training ends with the bits of one that ran on.
   */
  @ParameterizedTest
  @EnumSource
  void goesOnWithTheSameBits(AccumulatorType type) throws IOException {
    for (long seed = 1; seed <= 4; seed++) {
      PackedTrainer steady = trainer(seed, type);
      PackedTrainer stopped = trainer(seed, type);
      for (int step = 0; step < 6; step++) {
        steady.fit(PackedNetworks.data(step));
        Path file = directory.resolve("training");
        stopped.save(file);
        stopped = PackedTrainer.load(file);
        stopped.fit(PackedNetworks.data(step));
      }
      assertArrayEquals(
          steady.toNetwork().params().toFloatVector(),
          stopped.toNetwork().params().toFloatVector());
      assertThat(stopped.iteration()).isEqualTo(6);
      assertThat(stopped.memory()).isEqualTo(steady.memory());
      assertThat(stopped.score()).isEqualTo(steady.score());
    }
  }

  @Test
  void leavesNoOtherFile() throws IOException {
    trainer(1, AccumulatorType.INT8).save(directory.resolve("training"));
    trainer(2, AccumulatorType.INT8).save(directory.resolve("training"));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("training"));
    }
  }

  /** Cut anywhere, or with any bit of its blocks turned, a file is refused. */
  @Test
  void refusesWhatIsNotWhole() throws IOException {
    Path file = directory.resolve("training");
    PackedTrainer trainer = trainer(1, AccumulatorType.INT8);
    trainer.fit(PackedNetworks.data(1));
    trainer.save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : List.of(0, 3, 7, 8, 15, 16, 500, whole.length / 2, whole.length - 1)) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatIOException()
          .isThrownBy(() -> PackedTrainer.load(file))
          .withMessageContaining("training");
    }
    for (int i = 0; i < whole.length; i += 211) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertThatIOException().as("byte " + i).isThrownBy(() -> PackedTrainer.load(file));
    }
  }

  /** The version is the second number of the file. */
  @Test
  void refusesOtherVersions() throws IOException {
    Path file = directory.resolve("training");
    trainer(1, AccumulatorType.INT8).save(file);
    byte[] whole = Files.readAllBytes(file);
    int version = whole[7];
    for (int other : new int[] {version - 1, version + 1}) {
      whole[7] = (byte) other;
      Files.write(file, whole);
      assertThatIOException()
          .isThrownBy(() -> PackedTrainer.load(file))
          .withMessageContaining("its version is " + other + ", expected " + version)
          .withMessageContaining("end the training with that version");
    }
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path file = directory.resolve("other");
    Files.writeString(file, "something else entirely");
    assertThatIOException()
        .isThrownBy(() -> PackedTrainer.load(file))
        .withMessageContaining("no file of a PackedTrainer");
  }
}
