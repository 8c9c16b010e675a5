package io.dl4jcompact.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class ImageRecordReaderTest {

  private static ImageRecordReader reader() throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(Split.TEST, Optional.empty())));
    return reader;
  }

  @Test
  void dataVecsIteratorGivesScaledImagesAndOneHotLabels() throws IOException {
    ImageRecordReader reader = reader();
    RecordReaderDataSetIterator iterator = new RecordReaderDataSetIterator(reader, 64, 1, 10);

    int from = 0;
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      int count = batch.numExamples();
      assertThat(batch.getFeatures().shape()).containsExactly(count, 1, 28, 28);
      assertThat(batch.getFeatures().ravel().toFloatVector())
          .isEqualTo(reader.images().scaledPixels(from, count));
      for (int i = 0; i < count; i++) {
        int label = reader.images().labels()[from + i];
        assertThat(batch.getLabels().getDouble(i, label)).isEqualTo(1);
        assertThat(batch.getLabels().getRow(i).sumNumber().doubleValue()).isEqualTo(1);
      }
      from += count;
    }
    assertThat(from).isEqualTo(4_000);
  }

  @Test
  void aRecordIsFoundAgainByItsMetaData() throws IOException {
    ImageRecordReader reader = reader();
    reader.next();
    Record second = reader.nextRecord();

    reader.reset();
    assertThat(reader.loadFromMetaData(second.getMetaData()).getRecord())
        .isEqualTo(second.getRecord());
  }

  @Test
  void theEndAndAMissingInitialisationAreSaid() throws IOException {
    ImageRecordReader reader = reader();
    while (reader.hasNext()) {
      reader.next();
    }
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> new ImageRecordReader(Dataset.MNIST).hasNext())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("initialize");
  }
}
