package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.ListStringRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.ListStringSplit;
import org.datavec.api.transform.MathOp;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

/** Records that a reader does not give again as it gave them first. */
class ReadAgainTest {

  private static final int LINES = 20;

  @TempDir private Path directory;

  /** Counts how often the file is searched. */
  private static class Counted extends CSVRecordReader {

    private int searches;

    @Override
    public Record loadFromMetaData(RecordMetaData place) throws IOException {
      searches++;
      return super.loadFromMetaData(place);
    }
  }

  /** Gives other numbers than the file has, and a file for a place. */
  private static final class Changing extends CSVRecordReader {

    @Override
    public Record nextRecord() {
      Record record = super.nextRecord();
      List<Writable> changed = new ArrayList<>(record.getRecord());
      changed.set(0, new IntWritable(-1));
      RecordMetaData place =
          new RecordMetaDataURI(record.getMetaData().getURI(), CSVRecordReader.class);
      return new org.datavec.api.records.impl.Record(changed, place);
    }

    @Override
    public Record loadFromMetaData(RecordMetaData place) {
      List<Writable> unchanged = List.of(new IntWritable(7), new IntWritable(0));
      return new org.datavec.api.records.impl.Record(unchanged, place);
    }
  }

  private <T extends RecordReader> T initialised(T reader)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(i + "," + (i % 4 == 0 ? "cat" : "dog"));
    }
    Path file = Files.write(directory.resolve("samples.csv"), lines);
    reader.initialize(new FileSplit(file.toFile()));
    return reader;
  }

  private static RatioDataSetIterator iterator(RecordReader reader) {
    return new RatioDataSetIterator(reader, 1, Set.of("cat"), RatioSampling.of(1, 1, 10));
  }

  @Test
  void columnsOfLinesAreReadOnce() throws IOException, InterruptedException {
    Counted reader = initialised(new Counted());
    RatioDataSetIterator iterator = iterator(reader);

    DataSet batch = iterator.next();

    assertThat(reader.searches).isZero();
    for (int i = 0; i < 10; i++) {
      int number = batch.getFeatures().getInt(i, 0);
      assertThat(batch.getLabels().getInt(i, 1)).isEqualTo(number % 4 == 0 ? 1 : 0);
    }
  }

  @Test
  void transformedLinesStayTransformed() throws IOException, InterruptedException {
    Schema schema =
        new Schema.Builder().addColumnInteger("number").addColumnString("class").build();
    TransformProcess process =
        new TransformProcess.Builder(schema).integerMathOp("number", MathOp.Add, 1_000).build();
    RecordReader reader =
        initialised(new TransformProcessRecordReader(new CSVRecordReader(), process));

    DataSet batch = iterator(reader).next();

    for (int i = 0; i < 10; i++) {
      int number = batch.getFeatures().getInt(i, 0);
      assertThat(number).isBetween(1_000, 1_000 + LINES - 1);
      assertThat(batch.getLabels().getInt(i, 1)).isEqualTo(number % 4 == 0 ? 1 : 0);
    }
  }

  @Test
  void aReaderThatGivesAnotherRecordIsRefused() throws IOException, InterruptedException {
    RecordReader reader = initialised(new Changing());

    assertThatThrownBy(() -> iterator(reader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Changing gives the first record again as [7, 0] where it was [-1, cat]");
  }

  @Test
  void aReaderThatCannotReadAgainIsRefused() throws IOException, InterruptedException {
    ListStringRecordReader reader = new ListStringRecordReader();
    reader.initialize(new ListStringSplit(List.of(List.of("1", "cat"), List.of("2", "dog"))));

    assertThatThrownBy(() -> iterator(reader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ListStringRecordReader gives no record again")
        .hasMessageContaining("use a reader of files or lines");
  }
}
