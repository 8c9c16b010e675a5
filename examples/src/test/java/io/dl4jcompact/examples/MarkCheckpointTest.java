package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.examples.marks.Mark;
import io.dl4jcompact.examples.marks.MarkProgress;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import io.dl4jcompact.examples.marks.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class MarkCheckpointTest {

  private static final int EPOCHS = 3;

  /** Keeps nothing. */
  private static final MarkProgress NONE =
      new MarkProgress() {
        @Override
        public Optional<MarkTraining> begun(String identity) {
          return Optional.empty();
        }

        @Override
        public void reached(String identity, MarkTraining training) {
          assertThat(training.epochs()).isNotEmpty();
        }
      };

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private ImageSet images;
  private MarkCheckpoint checkpoint;

  @BeforeEach
  void readTheFirstImages() throws IOException {
    Dataset dataset = Dataset.FASHION_MNIST;
    images = dataset.read(dataset.files(Split.TRAIN, Optional.empty())).part(0, 300);
    EpochLog log = new EpochLog(directory.resolve("epochs.csv"), new PrintWriter(out));
    checkpoint = new MarkCheckpoint(directory.resolve("kept.zip"), "fashion,one-bit,5", log);
  }

  private MarkTraining train(long seed, MarkProgress progress) throws IOException {
    return MarkTraining.run(
        Mark.FASHION_CNN.recipe().withEpochs(EPOCHS),
        Precision.ONE_BIT,
        images,
        new ImageBatches(images.part(0, 100), 100),
        seed,
        progress);
  }

  /** Ends as if the process were killed behind the first epoch. */
  private record KilledAfterOne(MarkCheckpoint checkpoint) implements MarkProgress {

    @Override
    public Optional<MarkTraining> begun(String identity) throws IOException {
      return checkpoint.begun(identity);
    }

    @Override
    public void reached(String identity, MarkTraining training) throws IOException {
      checkpoint.reached(identity, training);
      throw new IOException("killed");
    }
  }

  @Test
  void aTrainingThatGoesOnEndsWithTheBitsOfOneThatWasNotStopped() throws IOException {
    assertThatThrownBy(() -> train(5, new KilledAfterOne(checkpoint))).hasMessage("killed");
    assertThatThrownBy(() -> train(5, new KilledAfterOne(checkpoint))).hasMessage("killed");
    MarkTraining resumed = train(5, checkpoint);

    MarkTraining atOnce = train(5, NONE);
    assertThat(bits(resumed.network().params())).isEqualTo(bits(atOnce.network().params()));
    assertThat(bits(resumed.network().getUpdater().getUpdaterStateViewArray()))
        .isEqualTo(bits(atOnce.network().getUpdater().getUpdaterStateViewArray()));
    assertThat(resumed.epochs())
        .extracting(Epoch::number, Epoch::loss, Epoch::accuracy)
        .containsExactlyElementsOf(
            atOnce.epochs().stream().map(e -> tuple(e.number(), e.loss(), e.accuracy())).toList());
    assertThat(resumed.epochs()).extracting(Epoch::seconds).isSorted();
    assertThat(out.toString()).contains("fashion,one-bit,5: goes on after epoch 2");
  }

  /** Arrays of ND4J are equal within a tolerance. */
  private static List<Integer> bits(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.floatToIntBits(values[i]))
        .toList();
  }

  @Test
  void aDamagedFileIsNamedWithTheRemedy() throws IOException {
    assertThatThrownBy(() -> train(5, new KilledAfterOne(checkpoint))).hasMessage("killed");
    Path file = directory.resolve("kept.zip");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> train(5, checkpoint))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kept.zip cannot be read")
        .hasMessageContaining("--out");
  }

  @Test
  void aTrainingWithAnotherSeedIsNotGoneOnWith() {
    assertThatThrownBy(() -> train(5, new KilledAfterOne(checkpoint))).hasMessage("killed");
    assertThatThrownBy(() -> train(6, checkpoint))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kept.zip")
        .hasMessageContaining("another recipe")
        .hasMessageContaining("--out");
  }
}
