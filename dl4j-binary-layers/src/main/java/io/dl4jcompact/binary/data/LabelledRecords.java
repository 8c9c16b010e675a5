package io.dl4jcompact.binary.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.util.ndarray.RecordConverter;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The records of a reader, in two classes. Columns of lines are kept, since DataVec's readers look
 * for a line from the file's beginning; of others only where they are, and they are read again when
 * they are drawn.
 */
final class LabelledRecords {

  private final RecordReader reader;
  private final int labelColumn;
  private final List<RecordMetaData> places = new ArrayList<>();
  private final List<Boolean> positive = new ArrayList<>();
  private final Map<Integer, float[]> columns = new HashMap<>();

  /**
   * Reads all records once to learn their classes.
   *
   * @throws IllegalArgumentException if a positive class has no record, or no other class has, or
   *     the reader does not give its first record again
   */
  LabelledRecords(RecordReader reader, int labelColumn, Set<String> positiveClasses) {
    this.reader = reader;
    this.labelColumn = labelColumn;
    if (reader.resetSupported()) {
      reader.reset();
    }
    Set<String> classes = new TreeSet<>();
    while (reader.hasNext()) {
      Record record = reader.nextRecord();
      String name = className(record.getRecord());
      classes.add(name);
      if (isLine(record)) {
        columns.put(places.size(), features(record.getRecord()).toFloatVector());
      } else if (places.isEmpty()) {
        requireAgain(record);
      }
      places.add(record.getMetaData());
      positive.add(positiveClasses.contains(name));
    }
    if (positiveClasses.isEmpty()
        || !classes.containsAll(positiveClasses)
        || positiveClasses.containsAll(classes)) {
      throw new IllegalArgumentException(
          "RatioDataSetIterator: the positive classes are %s, expected some, but not all, of the"
                  .formatted(new TreeSet<>(positiveClasses))
              + " classes %s of the %d records; check the names and the label column %d"
                  .formatted(classes, places.size(), labelColumn));
    }
  }

  private boolean isLine(Record record) {
    return record.getMetaData() instanceof RecordMetaDataLine
        && record.getRecord().stream().noneMatch(NDArrayWritable.class::isInstance);
  }

  /** What a reader changes on the way, as a transform process does, must be changed again. */
  private void requireAgain(Record record) {
    String found;
    try {
      List<Writable> again = read(record.getMetaData());
      if (again.equals(record.getRecord())) {
        return;
      }
      found = "the first record again as " + again + " where it was " + record.getRecord();
    } catch (UnsupportedOperationException e) {
      found = "no record again (" + e.getMessage() + ")";
    }
    throw new IllegalArgumentException(
        "RatioDataSetIterator: by its metadata %s gives %s, expected the same record; use a reader of"
                .formatted(reader.getClass().getSimpleName(), found)
            + " files or lines, and transform before it or in a DataSetPreProcessor");
  }

  private String className(List<Writable> record) {
    Writable label = label(record);
    List<String> names = reader.getLabels();
    return label instanceof IntWritable index && names != null
        ? names.get(index.get())
        : label.toString();
  }

  private Writable label(List<Writable> record) {
    if (labelColumn < 0 || labelColumn >= record.size()) {
      throw new IllegalArgumentException(
          "RatioDataSetIterator: the label column is %d, expected 0..%d; count columns from 0"
              .formatted(labelColumn, record.size() - 1));
    }
    return record.get(labelColumn);
  }

  /** The samples of one of the two classes. */
  int[] ofClass(boolean positives) {
    int[] all = new int[places.size()];
    Arrays.setAll(all, i -> i);
    return Arrays.stream(all).filter(i -> positive.get(i) == positives).toArray();
  }

  /**
   * Reads some samples: features one below the other, labels [samples, 2] with 1 in column 1 for a
   * positive one, in column 0 for another.
   */
  DataSet load(int[] samples) {
    List<RecordMetaData> wanted = Arrays.stream(samples).mapToObj(places::get).toList();
    INDArray[] features = new INDArray[samples.length];
    INDArray labels = Nd4j.create(DataType.FLOAT, samples.length, 2);
    for (int i = 0; i < samples.length; i++) {
      // One by one: DataVec's readers do not all give a list in its order, or a record twice.
      float[] row = columns.get(samples[i]);
      features[i] =
          row == null ? features(read(wanted.get(i))) : Nd4j.create(row, new int[] {1, row.length});
      labels.putScalar(i, positive.get(samples[i]) ? 1 : 0, 1);
    }
    DataSet batch = new DataSet(Nd4j.concat(0, features), labels);
    batch.setExampleMetaData(wanted);
    return batch;
  }

  private List<Writable> read(RecordMetaData place) {
    try {
      return reader.loadFromMetaData(place).getRecord();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + place.getLocation() + " again", e);
    }
  }

  private INDArray features(List<Writable> record) {
    List<Writable> values = new ArrayList<>(record);
    values.remove(labelColumn);
    return values.size() == 1 && values.get(0) instanceof NDArrayWritable array
        ? array.get()
        : RecordConverter.toArray(DataType.FLOAT, values);
  }
}
