package io.dl4jcompact.binary.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.datavec.api.records.reader.RecordReader;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Minibatches of positive and negative samples in a set ratio, from any DataVec reader.
 *
 * <pre>
 * RecordReader reader = new FeatureRecordReader(new ImageFeatures(28, 28, 1), new ParentPathLabelGenerator());
 * reader.initialize(new FileSplit(directory));
 * new RatioDataSetIterator(reader, 1, Set.of("cat", "dog"), RatioSampling.of(1, 3, 64).withSeed(42));
 * </pre>
 *
 * <p>The reader's classes are mapped to two: those named are positive, all others negative. Labels
 * are [minibatch, 2], column 1 for positive. Features are the record's one array, or its columns
 * but the label's as a row. What is drawn, and how an epoch ends: {@link RatioSampling}, {@link
 * ScarceClass}.
 *
 * <p>An epoch is a pass from one {@code reset()} to the next. A reset before anything was drawn
 * changes nothing, so that epochs are counted alike whether a caller resets before or after each.
 * An {@code AsyncDataSetIterator} draws as soon as it is made: its reset begins the second pass,
 * unless {@code fixedOrder()} makes all passes alike.
 *
 * <p>The reader must know its records' places ({@code nextRecord}, {@code loadFromMetaData}) as
 * DataVec's readers of files and lines do. All records are read once here. Columns of lines, as of
 * a {@code CSVRecordReader}, then stay in memory as floats; other records are read again whenever
 * they are drawn. Examples carry their places as metadata. Like all iterators, for one thread at a
 * time; Deeplearning4j may prefetch from it.
 */
public final class RatioDataSetIterator implements DataSetIterator {

  private static final List<String> LABELS = List.of("negative", "positive");

  private final LabelledRecords records;
  private final RatioSampling sampling;
  private final int inputs;
  private final int batches;
  private DataSetPreProcessor preProcessor;
  private EpochOrder order;
  private int epoch;
  private int drawn;

  /**
   * Reads the records once.
   *
   * @param reader initialised
   * @param labelColumn where a record's class is: a name, or an index into the reader's labels
   * @param positiveClasses names of classes
   * @throws IllegalArgumentException if a positive class has no record or no other class has, if an
   *     epoch without repetition would have no batch, or if the reader does not give a record again
   *     as it was
   */
  public RatioDataSetIterator(
      RecordReader reader, int labelColumn, Set<String> positiveClasses, RatioSampling sampling) {
    this.sampling = Objects.requireNonNull(sampling, "sampling");
    records = new LabelledRecords(reader, labelColumn, positiveClasses);
    int positives = records.ofClass(true).length;
    int negatives = records.ofClass(false).length;
    batches = sampling.batches(positives, negatives);
    if (batches == 0) {
      int needed = sampling.positivesOf(sampling.batch());
      throw new IllegalArgumentException(
          "RatioDataSetIterator: there are %d positive and %d negative records, expected at least %d"
                  .formatted(positives, negatives, needed)
              + " and %d, a batch; make the batch smaller or let the scarce class repeat"
                  .formatted(sampling.batch() - needed));
    }
    inputs = Math.toIntExact(records.load(new int[] {0}).getFeatures().length());
    order = order();
  }

  private EpochOrder order() {
    return new EpochOrder(sampling, records.ofClass(true), records.ofClass(false), epoch);
  }

  /** Minibatches of an epoch. */
  public int batches() {
    return batches;
  }

  @Override
  public boolean hasNext() {
    return drawn < samples();
  }

  private int samples() {
    return batches * sampling.batch();
  }

  @Override
  public DataSet next() {
    return next(sampling.batch());
  }

  /**
   * A minibatch of another size; an epoch is as many samples all the same, and the last batch what
   * remains of them.
   *
   * @throws IllegalArgumentException if the size cannot hold the ratio
   */
  @Override
  public DataSet next(int size) {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "the epoch's %d samples are drawn, call reset()".formatted(drawn));
    }
    int taken = Math.min(sampling.withBatch(size).batch(), samples() - drawn);
    DataSet batch = records.load(order.draw(taken));
    drawn += taken;
    batch.setLabelNames(LABELS);
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public void reset() {
    if (drawn > 0) {
      epoch++;
      drawn = 0;
      order = order();
    }
  }

  @Override
  public int inputColumns() {
    return inputs;
  }

  @Override
  public int totalOutcomes() {
    return LABELS.size();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return sampling.batch();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor value) {
    preProcessor = value;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** "negative", "positive": the labels' columns. */
  @Override
  public List<String> getLabels() {
    return LABELS;
  }
}
