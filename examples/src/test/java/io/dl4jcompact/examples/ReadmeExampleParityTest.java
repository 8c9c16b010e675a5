package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The model of the README's example against its network, on all bundled test images. */
class ReadmeExampleParityTest {

  private static final int TRAINING_IMAGES = 2_000;

  @TempDir private Path directory;

  /**
   * The first layer is of floats: of the few sums that lie on a threshold within rounding, the bit
   * may turn, and outputs with it. No class may.
   */
  @Test
  void theModelGivesTheNetworksClassesAndNearlyAllOutputs() throws IOException {
    ImageSet test = images(Split.TEST);
    int count = test.count();
    float[] pixels = test.scaledPixels(0, count);
    Nd4j.getRandom().setSeed(5);

    ReadmeExample.Result result =
        ReadmeExample.run(batches(images(Split.TRAIN)), 2, directory.resolve("model.d4c"), pixels);

    Outputs actual = new Outputs(result.probabilities());
    INDArray input = Nd4j.createFromArray(pixels).reshape(count, pixels.length / count);
    Outputs network = new Outputs(result.network().output(input).dup('c').data().asFloat());
    assertThat(actual.classes()).isEqualTo(network.classes());
    assertThat(Agreement.equal(actual.classes(), test.labels())).isGreaterThan(count * 6 / 10);
    assertThat(turned(actual.values(), network.values())).isLessThanOrEqualTo(count / 400);
  }

  /** Images with an output beyond the promise. */
  private static long turned(float[] actual, float[] network) {
    return IntStream.range(0, network.length)
        .filter(
            i ->
                !(Math.abs((double) actual[i] - network[i])
                    <= Agreement.TOLERANCE * Math.abs(network[i])))
        .map(i -> i / Dataset.CLASSES)
        .distinct()
        .count();
  }

  private static ImageSet images(Split split) throws IOException {
    Dataset dataset = Dataset.FASHION_MNIST;
    return dataset.read(dataset.files(split, Optional.empty()));
  }

  private static ListDataSetIterator<DataSet> batches(ImageSet images) {
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < TRAINING_IMAGES; i++) {
      float[][] pixels = {images.scaledPixels(i, 1)};
      float[][] label = new float[1][Dataset.CLASSES];
      label[0][images.labels()[i]] = 1;
      examples.add(new DataSet(Nd4j.create(pixels), Nd4j.create(label)));
    }
    return new ListDataSetIterator<>(examples, 50);
  }
}
