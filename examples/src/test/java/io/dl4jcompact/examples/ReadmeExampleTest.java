package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ReadmeExampleTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
  private static final int TRAINING_IMAGES = 2_000;
  private static final int TEST_IMAGES = 500;

  @TempDir private Path directory;

  @Test
  void theReadmeShowsTheCodeThatIsTestedHere() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    String shown = block.group(1);
    String source =
        Files.readString(
            ROOT.resolve("examples/src/main/java/io/dl4jcompact/examples/ReadmeExample.java"));

    assertThat(withoutSpace(source)).contains(withoutSpace(shown.replaceAll("//.*", "")));
    assertThat(shown.lines().count()).isLessThanOrEqualTo(12);
  }

  /**
   * The first layer is of floats, so that roundings decide the few bits whose sums lie on a
   * threshold, in the network as well: against the same network in doubles it is off for a few of
   * the 4,000 images itself.
   */
  @Test
  void theCodeLearnsRealImagesAndItsModelIsTheNetwork() throws IOException {
    ImageSet train = images(Split.TRAIN);
    ImageSet test = images(Split.TEST);
    int count = test.count();
    float[] pixels = test.scaledPixels(0, count);
    Nd4j.getRandom().setSeed(5);

    ReadmeExample.Result result =
        ReadmeExample.run(batches(train), 2, directory.resolve("model.d4c"), pixels);

    assertThat(accuracy(result.probabilities(), test.labels())).isGreaterThan(0.6);
    INDArray input = Nd4j.createFromArray(pixels).reshape(count, pixels.length / count);
    MultiLayerNetwork inDoubles = result.network().convertDataType(DataType.DOUBLE);
    double[] actual = doubles(result.probabilities());
    double[] network = result.network().output(input).dup('c').data().asDouble();
    double[] exact = inDoubles.output(input.castTo(DataType.DOUBLE)).dup('c').data().asDouble();
    int turned = 0;
    for (int from = 0; from < actual.length; from += Dataset.CLASSES) {
      turned += agree(actual, network, from) || agree(actual, exact, from) ? 0 : 1;
    }
    assertThat(turned).isLessThanOrEqualTo(count / 200);
  }

  private static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static boolean agree(double[] some, double[] others, int from) {
    return IntStream.range(from, from + Dataset.CLASSES)
        .allMatch(i -> Math.abs(some[i] - others[i]) <= 1e-4 * Math.abs(others[i]));
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

  private static double accuracy(float[] probabilities, byte[] labels) {
    int right = 0;
    for (int image = 0; image < TEST_IMAGES; image++) {
      int from = image * Dataset.CLASSES;
      int best = 0;
      for (int i = 1; i < Dataset.CLASSES; i++) {
        best = probabilities[from + i] > probabilities[from + best] ? i : best;
      }
      right += best == labels[image] ? 1 : 0;
    }
    return (double) right / TEST_IMAGES;
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
