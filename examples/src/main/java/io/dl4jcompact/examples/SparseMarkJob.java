package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.marks.ImageShape;
import io.dl4jcompact.examples.marks.MarkProgress;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import io.dl4jcompact.examples.marks.Precision;
import io.dl4jcompact.examples.marks.SparseMark;
import io.dl4jcompact.examples.marks.SparseRow;
import io.dl4jcompact.examples.marks.SparseSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;

/** The trainings of some rows of one mark; those that an earlier run has ended count. */
final class SparseMarkJob implements SeedJob {

  /** For SNIP, from the images that are learnt. */
  private static final int SAMPLES = 500;

  private static final int SAMPLE_BATCH = 100;

  private final List<SparseRow> rows;
  private final MarkOptions options;
  private final MarkImages images;
  private final SparseRowFile reached;
  private final EpochLog log;
  private final Map<SparseRow, List<Double>> accuracies = new LinkedHashMap<>();

  /**
   * @param rows of one mark, at least one
   * @param reached by this run and earlier ones, of all marks
   */
  SparseMarkJob(
      List<SparseRow> rows,
      MarkOptions options,
      MarkImages images,
      SparseRowFile reached,
      EpochLog log) {
    this.rows = rows;
    this.options = options;
    this.images = images;
    this.reached = reached;
    this.log = log;
  }

  @Override
  public void run(long seed) throws IOException {
    for (SparseRow row : rows) {
      if (reached.accuracy(row, seed).isEmpty()) {
        Epoch last = train(row, seed);
        reached.add(row, seed, last.accuracy(), last.seconds());
      }
      accuracies
          .computeIfAbsent(row, key -> new ArrayList<>())
          .add(reached.accuracy(row, seed).orElseThrow());
    }
  }

  /** Of all seeds that were run. */
  SparseMarkResult result() {
    SparseMark mark = rows.get(0).mark();
    Map<SparseSize, Long> weights = new EnumMap<>(SparseSize.class);
    for (SparseSize size : SparseSize.values()) {
      weights.put(size, mark.weights(size, ImageShape.of(images.train()).inputType()));
    }
    return new SparseMarkResult(mark, weights, accuracies);
  }

  private Epoch train(SparseRow row, long seed) throws IOException {
    return MarkTraining.run(
            options.withEpochs(row.mark().recipe(row, samples())),
            Precision.FLOAT,
            images.train(),
            images.testBatches(),
            seed,
            new Logged(row + "," + seed, log))
        .last();
  }

  private List<DataSet> samples() {
    ImageSet first = images.train().part(0, Math.min(SAMPLES, images.train().count()));
    List<DataSet> samples = new ArrayList<>();
    new ImageBatches(first, SAMPLE_BATCH).forEach(samples::add);
    return samples;
  }

  /** Nothing: what was reached is the result. */
  @Override
  public void deleteKept() {}

  /** Trainings are short, so that one that was stopped begins anew. */
  private record Logged(String name, EpochLog log) implements MarkProgress {

    @Override
    public Optional<MarkTraining> begun(String identity) {
      return Optional.empty();
    }

    @Override
    public void reached(String identity, MarkTraining training) throws IOException {
      log.add(name, training.last());
    }
  }
}
