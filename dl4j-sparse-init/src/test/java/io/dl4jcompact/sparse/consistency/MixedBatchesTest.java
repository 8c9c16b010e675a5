package io.dl4jcompact.sparse.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MixedBatchesTest {

  /** Sample i is an image of 2 x 2 pixels of value i. */
  private static INDArray images(int count) {
    return Nd4j.arange(count)
        .castTo(DataType.FLOAT)
        .reshape(count, 1)
        .mmul(Nd4j.ones(1, 4))
        .reshape('c', count, 1, 2, 2);
  }

  private static DataSet labelled(int count) {
    INDArray numbers = Nd4j.arange(count).castTo(DataType.FLOAT).reshape(count, 1);
    return new DataSet(images(count), Nd4j.hstack(numbers, numbers.mul(-1)));
  }

  @Test
  void everySampleComesOnceBeforeAnyComesAgain() {
    MixedBatches batches = new MixedBatches(labelled(6), images(10), 4, 5, 3);
    Map<Integer, Integer> labelledSeen = new TreeMap<>();
    Map<Integer, Integer> unlabelledSeen = new TreeMap<>();

    for (int i = 0; i < 6; i++) {
      MixedBatch batch = batches.next();
      assertThat(batch.features().shape()).containsExactly(4, 1, 2, 2);
      assertThat(batch.unlabelled().shape()).containsExactly(5, 1, 2, 2);
      for (int row = 0; row < 4; row++) {
        int sample = (int) batch.features().getDouble(row, 0, 1, 1);
        assertThat(batch.labels().getDouble(row, 1)).isEqualTo(-sample);
        labelledSeen.merge(sample, 1, Integer::sum);
      }
      for (int row = 0; row < 5; row++) {
        unlabelledSeen.merge((int) batch.unlabelled().getDouble(row, 0, 0, 0), 1, Integer::sum);
      }
    }

    assertThat(labelledSeen).hasSize(6).containsValue(4).doesNotContainValue(3);
    assertThat(unlabelledSeen).hasSize(10).containsValue(3).doesNotContainValue(2);
  }

  @Test
  void theSeedDecidesTheOrder() {
    INDArray first = new MixedBatches(labelled(6), images(50), 2, 20, 3).next().unlabelled();

    assertThat(new MixedBatches(labelled(6), images(50), 2, 20, 3).next().unlabelled())
        .isEqualTo(first);
    assertThat(new MixedBatches(labelled(6), images(50), 2, 20, 4).next().unlabelled())
        .isNotEqualTo(first);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new MixedBatches(labelled(6), Nd4j.ones(3, 4), 2, 2, 1))
        .hasMessage(
            "MixedBatches: unlabelled samples are [4], expected [1, 2, 2] as the labelled ones");
    assertThatThrownBy(() -> new MixedBatches(labelled(6), images(3), 0, 2, 1))
        .hasMessageContaining("labelledRows is 0, expected at least 1");
    assertThatThrownBy(
            () -> new MixedBatches(new DataSet(images(6), Nd4j.ones(5, 2)), images(3), 2, 2, 1))
        .hasMessageContaining("labels are [5, 2], expected [6, classes]");
    DataSet masked = labelled(6);
    masked.setLabelsMaskArray(Nd4j.ones(6, 1));
    assertThatThrownBy(() -> new MixedBatches(masked, images(3), 2, 2, 1))
        .hasMessageContaining("masks");
  }

  @Test
  void shiftedImagesAreTheOnesOfOneShiftEach() {
    int samples = 40;
    INDArray images = Nd4j.rand(DataType.FLOAT, samples, 2, 4, 5).addi(1);

    INDArray shifted = new PixelShift(2, 4, 5).apply(images, 8);

    boolean[][] seen = new boolean[5][5];
    for (int sample = 0; sample < samples; sample++) {
      int found = 0;
      for (int down = -2; down <= 2; down++) {
        for (int right = -2; right <= 2; right++) {
          if (isShifted(images, shifted, sample, down, right)) {
            seen[down + 2][right + 2] = true;
            found++;
          }
        }
      }
      assertThat(found).isEqualTo(1);
    }
    assertThat(seen[0][0] || seen[0][1] || seen[1][0]).isTrue();
    assertArrayEquals(
        shifted.dup('c').data().asFloat(),
        new PixelShift(2, 4, 5).apply(images.reshape('c', samples, 40), 8).data().asFloat());
    assertThatThrownBy(() -> new PixelShift(2, 5, 4).apply(images, 8))
        .hasMessageContaining("[40, 2, 4, 5], expected images of 5 x 4 pixels");
  }

  private static boolean isShifted(INDArray from, INDArray to, int sample, int down, int right) {
    for (int channel = 0; channel < 2; channel++) {
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 5; column++) {
          int oldRow = row - down;
          int oldColumn = column - right;
          boolean inside = oldRow >= 0 && oldRow < 4 && oldColumn >= 0 && oldColumn < 5;
          double expected = inside ? from.getDouble(sample, channel, oldRow, oldColumn) : 0;
          if (to.getDouble(sample, channel, row, column) != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void noiseHasItsDeviationAndComesAgainWithItsSeed() {
    INDArray samples = Nd4j.ones(DataType.DOUBLE, 100, 100);

    INDArray noisy = new GaussianNoise(0.3).then(Augmentation.NONE).apply(samples, 5);

    assertThat(noisy.meanNumber().doubleValue()).isCloseTo(1, within(0.015));
    assertThat(noisy.stdNumber().doubleValue()).isCloseTo(0.3, within(0.01));
    assertThat(new GaussianNoise(0.3).then(Augmentation.NONE).apply(samples, 5)).isEqualTo(noisy);
    assertThat(new GaussianNoise(0.3).apply(samples, 6)).isNotEqualTo(noisy);
    assertThat(samples.minNumber().doubleValue()).isEqualTo(1);
  }
}
