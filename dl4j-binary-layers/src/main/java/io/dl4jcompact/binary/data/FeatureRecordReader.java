package io.dl4jcompact.binary.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeSet;
import org.datavec.api.conf.Configuration;
import org.datavec.api.io.labels.PathLabelGenerator;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * DataVec records of files: a sample's features, then the index of its class.
 *
 * <pre>
 * RecordReader reader = new FeatureRecordReader(new LogMelFeatures(8_000, 256, 128, 16, 16), new ParentPathLabelGenerator());
 * reader.initialize(new FileSplit(directory));
 * new RecordReaderDataSetIterator(reader, 64, 1, reader.getLabels().size());
 * </pre>
 *
 * <p>The class is what a label generator of DataVec makes of the file's path; classes are numbered
 * in the order of their names. Files may be of any scheme that the JDK opens, also in a jar.
 */
public final class FeatureRecordReader extends BaseRecordReader {

  private final FeatureExtractor extractor;
  private final PathLabelGenerator labelOf;
  private final boolean lines;
  private Sources sources;
  private List<String> labels = List.of();
  private int position;
  private Configuration conf;

  private FeatureRecordReader(
      FeatureExtractor extractor, PathLabelGenerator labelOf, boolean lines) {
    this.extractor = Objects.requireNonNull(extractor, "extractor");
    this.labelOf = Objects.requireNonNull(labelOf, "labelOf");
    this.lines = lines;
  }

  /** Each file is a sample. */
  public FeatureRecordReader(FeatureExtractor extractor, PathLabelGenerator labelOf) {
    this(extractor, labelOf, false);
  }

  /** Each line that is not blank is a sample, of its file's class; files are kept in memory. */
  public static FeatureRecordReader ofLines(
      FeatureExtractor extractor, PathLabelGenerator labelOf) {
    return new FeatureRecordReader(extractor, labelOf, true);
  }

  /** What a network's configuration takes as {@code setInputType}. */
  public InputType inputType() {
    return extractor.inputType();
  }

  @Override
  public void initialize(InputSplit split) throws IOException {
    sources = new Sources(split.locations(), lines);
    labels = List.copyOf(new TreeSet<>(Arrays.stream(split.locations()).map(this::label).toList()));
    position = 0;
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split) throws IOException {
    setConf(configuration);
    initialize(split);
  }

  /** DataVec's generators take paths of files only, not of entries in a jar. */
  private String label(URI file) {
    return labelOf.getLabelForPath(file.getSchemeSpecificPart()).toString();
  }

  private List<RecordMetaData> places() {
    if (sources == null) {
      throw new IllegalStateException("call initialize(InputSplit) first");
    }
    return sources.places();
  }

  @Override
  public boolean hasNext() {
    return position < places().size();
  }

  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "all " + places().size() + " samples are read, call reset()");
    }
    try {
      Record record = loadFromMetaData(places().get(position));
      invokeListeners(record);
      position++;
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IOException if the file cannot be read or is of a wrong kind; the message names it
   */
  @Override
  public Record loadFromMetaData(RecordMetaData where) throws IOException {
    byte[] content = sources.content(where);
    return new org.datavec.api.records.impl.Record(record(where.getURI(), content), where);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> where) throws IOException {
    List<Record> records = new ArrayList<>();
    for (RecordMetaData each : where) {
      records.add(loadFromMetaData(each));
    }
    return records;
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream stream) throws IOException {
    return record(uri, stream.readAllBytes());
  }

  private List<Writable> record(URI uri, byte[] content) throws IOException {
    try {
      return List.of(
          new NDArrayWritable(extractor.extract(content)),
          new IntWritable(labels.indexOf(label(uri))));
    } catch (IOException e) {
      throw new IOException(uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> getLabels() {
    return labels;
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public void close() {
    sources = null;
  }

  @Override
  public void setConf(Configuration configuration) {
    this.conf = configuration;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }
}
