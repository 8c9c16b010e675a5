package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.examples.marks.FlipMark;
import io.dl4jcompact.examples.marks.FlipMethod;
import io.dl4jcompact.examples.marks.PackedMarkTraining;
import io.dl4jcompact.examples.marks.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A packed training that is stopped between epochs ends with the same bits. */
class PackedMarkCheckpointTest {

  private static final int EPOCHS = 3;
  private static final String NAME = "fashion-plain-mlp,packed,4";

  @TempDir private Path directory;

  private final StringWriter console = new StringWriter();

  private PackedMarkTraining train(int images, PackedMarkTraining.Progress progress)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    FirstImages.write(300, 1, data);
    MarkImages all = MarkImages.read(FlipMark.FASHION_PLAIN_MLP.dataset(), data, Optional.of(100));
    Recipe recipe = FlipMark.FASHION_PLAIN_MLP.recipe(FlipMethod.PACKED).withEpochs(EPOCHS);
    return PackedMarkTraining.run(
        recipe, all.withTrain(images).train(), all.testBatches(), 4, progress);
  }

  private PackedMarkCheckpoint checkpoint(Path kept) {
    return new PackedMarkCheckpoint(
        kept, NAME, new EpochLog(kept.resolve("epochs.csv"), new PrintWriter(console)));
  }

  /** Ends a training after some epochs, as a kill would. */
  private record Stopped(PackedMarkCheckpoint checkpoint, int epochs)
      implements PackedMarkTraining.Progress {

    @Override
    public Optional<PackedMarkTraining> begun(String identity) throws IOException {
      return checkpoint.begun(identity);
    }

    @Override
    public void reached(String identity, PackedMarkTraining training) throws IOException {
      checkpoint.reached(identity, training);
      if (training.epochs().size() == epochs) {
        throw new IOException("stopped");
      }
    }
  }

  @Test
  void goesOnWithTheSameBits() throws IOException {
    Path one = Files.createDirectories(directory.resolve("one"));
    Path other = Files.createDirectories(directory.resolve("other"));
    PackedMarkTraining steady = train(200, checkpoint(one));
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      Stopped stopped = new Stopped(checkpoint(other), epoch);
      assertThatIOException()
          .isThrownBy(() -> train(200, stopped))
          .withMessageContaining("stopped");
    }
    PackedMarkTraining resumed = train(200, checkpoint(other));

    assertArrayEquals(
        steady.trainer().toNetwork().params().toFloatVector(),
        resumed.trainer().toNetwork().params().toFloatVector());
    assertThat(resumed.epochs())
        .extracting(epoch -> epoch.number() + " " + epoch.loss() + " " + epoch.accuracy())
        .isEqualTo(
            steady.epochs().stream()
                .map(epoch -> epoch.number() + " " + epoch.loss() + " " + epoch.accuracy())
                .toList());
    assertThat(console.toString()).contains(NAME + ": goes on after epoch 2");
    checkpoint(other).delete();
    assertThat(other.toFile().list()).containsExactly("epochs.csv");
  }

  @Test
  void anotherTrainingIsRefused() throws IOException {
    Path kept = Files.createDirectories(directory.resolve("kept"));
    assertThatIOException().isThrownBy(() -> train(200, new Stopped(checkpoint(kept), 1)));

    assertThatIOException()
        .isThrownBy(() -> train(100, checkpoint(kept)))
        .withMessageContaining("keeps a training of another recipe, of other images");
  }
}
