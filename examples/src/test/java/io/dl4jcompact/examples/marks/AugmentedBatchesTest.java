package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.examples.data.ImageSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class AugmentedBatchesTest {

  private static final Augmentation NONE =
      (source, shape, target, offset, random) ->
          System.arraycopy(source, 0, target, offset, source.length);

  /** Ten images of two pixels, (i, 10 + i) / 256, with label i. */
  private static ImageSet images() {
    byte[] pixels = new byte[20];
    byte[] labels = new byte[10];
    for (int i = 0; i < 10; i++) {
      pixels[2 * i] = (byte) i;
      pixels[2 * i + 1] = (byte) (10 + i);
      labels[i] = (byte) i;
    }
    return new ImageSet(1, 1, 2, pixels, labels);
  }

  /** Both pixels and all labels of each image, in the order drawn. */
  private static List<List<Float>> drawn(AugmentedBatches batches) {
    List<List<Float>> images = new ArrayList<>();
    for (DataSet batch : batches) {
      for (int i = 0; i < batch.numExamples(); i++) {
        List<Float> image = new ArrayList<>();
        for (float pixel : batch.getFeatures().getRow(i).toFloatVector()) {
          image.add(pixel * ImageSet.LEVELS);
        }
        for (float label : batch.getLabels().getRow(i).toFloatVector()) {
          image.add(label);
        }
        images.add(image);
      }
    }
    return images;
  }

  private static AugmentedBatches batches(int batch, double smoothing, long seed, int epoch) {
    return new AugmentedBatches(images(), batch, NONE, smoothing, seed, epoch);
  }

  @Test
  void anEpochHoldsEveryImageOnceWithItsLabel() {
    List<List<Float>> images = drawn(batches(5, 0, 1, 0));
    assertThat(images).hasSize(10).doesNotHaveDuplicates();
    for (List<Float> image : images) {
      float first = image.get(0);
      assertThat(image.get(1)).isEqualTo(10 + first);
      assertThat(image.subList(2, 12)).containsOnlyOnce(1f);
      assertThat(image.get(2 + (int) first)).isEqualTo(1f);
    }
  }

  @Test
  void seedAndEpochDecideTheOrder() {
    List<List<Float>> images = drawn(batches(5, 0, 1, 0));
    assertThat(drawn(batches(5, 0, 1, 0))).isEqualTo(images);
    assertThat(drawn(batches(5, 0, 1, 1))).isNotEqualTo(images).hasSameElementsAs(images);
    assertThat(drawn(batches(5, 0, 2, 0))).isNotEqualTo(images).hasSameElementsAs(images);
  }

  @Test
  void imagesThatDoNotFillAMinibatchAreLeftOut() {
    AugmentedBatches batches = batches(4, 0, 1, 0);
    assertThat(batches.batches()).isEqualTo(2);
    assertThat(drawn(batches)).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void smoothedLabelsSumToOne() {
    for (List<Float> image : drawn(batches(5, 0.1, 1, 0))) {
      List<Float> labels = image.subList(2, 12);
      int label = image.get(0).intValue();
      for (int i = 0; i < 10; i++) {
        assertThat(labels.get(i)).isCloseTo(i == label ? 0.91f : 0.01f, within(1e-6f));
      }
    }
  }
}
