package io.dl4jcompact.examples.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DataVec records of a {@link Dataset}: an image of [1, channels, height, width] with pixels in [0,
 * 1), then the index of its class.
 *
 * <pre>
 * RecordReader reader = new ImageRecordReader(Dataset.MNIST);
 * reader.initialize(new CollectionInputSplit(Dataset.MNIST.files(Split.TRAIN, directory)));
 * new RecordReaderDataSetIterator(reader, batchSize, 1, 10);
 * </pre>
 */
public final class ImageRecordReader extends BaseRecordReader {

  private final Dataset dataset;
  private transient ImageSet images;
  private int position;
  private Configuration conf;

  /** A reader of files in the data set's layout. */
  public ImageRecordReader(Dataset dataset) {
    this.dataset = dataset;
  }

  @Override
  public void initialize(InputSplit split) throws IOException {
    images = dataset.read(List.of(split.locations()));
    position = 0;
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split) throws IOException {
    setConf(configuration);
    initialize(split);
  }

  /** The images of the split. */
  public ImageSet images() {
    if (images == null) {
      throw new IllegalStateException("call initialize(InputSplit) first");
    }
    return images;
  }

  @Override
  public boolean hasNext() {
    return position < images().count();
  }

  @Override
  public List<Writable> next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "all " + images().count() + " images are read, call reset()");
    }
    List<Writable> record = read(position);
    invokeListeners(record);
    position++;
    return record;
  }

  private List<Writable> read(int image) {
    float[] pixels = images().scaledPixels(image, 1);
    int[] shape = {1, images.channels(), images.height(), images.width()};
    return Arrays.asList(
        new NDArrayWritable(Nd4j.create(pixels, shape)), new IntWritable(images.labels()[image]));
  }

  @Override
  public Record nextRecord() {
    RecordMetaDataIndex where = new RecordMetaDataIndex(position, null, ImageRecordReader.class);
    return new org.datavec.api.records.impl.Record(next(), where);
  }

  @Override
  public Record loadFromMetaData(RecordMetaData where) {
    int image = Math.toIntExact(((RecordMetaDataIndex) where).getIndex());
    return new org.datavec.api.records.impl.Record(read(image), where);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> where) {
    return where.stream().map(this::loadFromMetaData).toList();
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream stream) {
    throw new UnsupportedOperationException("a stream holds no pair of image and label files");
  }

  @Override
  public List<String> getLabels() {
    return dataset.labels();
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
    images = null;
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
