package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.Precision;
import io.dl4jcompact.examples.marks.QuantMark;
import io.dl4jcompact.examples.marks.QuantMethod;
import io.dl4jcompact.quant.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The trainings of one mark by all methods, and the calibration of its float networks. Each
 * training is kept in the directory until {@link #deleteKept}, so that the same job goes on from
 * there.
 */
final class QuantMarkJob implements SeedJob {

  private static final int CALIBRATION_IMAGES = 500;
  private static final int CALIBRATION_BATCH = 100;

  private final QuantMark mark;
  private final MarkOptions options;
  private final Path out;
  private final EpochLog log;
  private final MarkImages images;
  private final Map<String, List<Double>> accuracies = new HashMap<>();
  private final List<MarkCheckpoint> kept = new ArrayList<>();

  /**
   * @param trainImages the first of them are learnt; all, if there are fewer
   */
  QuantMarkJob(QuantMark mark, MarkOptions options, int trainImages, Path out, EpochLog log)
      throws IOException {
    this.mark = mark;
    this.options = options;
    this.out = out;
    this.log = log;
    MarkImages all = options.images(mark.dataset());
    images = all.withTrain(Math.min(trainImages, all.train().count()));
  }

  @Override
  public void run(long seed) throws IOException {
    for (QuantMethod method : QuantMethod.values()) {
      MarkTraining training = train(method, seed);
      add(method.toString(), training.last().accuracy());
      if (method == QuantMethod.FLOAT) {
        calibrate(8, training.network());
        calibrate(4, training.network());
      }
    }
  }

  private MarkTraining train(QuantMethod method, long seed) throws IOException {
    Path file = out.resolve("%s-%s-%d.zip".formatted(mark, method, seed));
    MarkCheckpoint checkpoint =
        new MarkCheckpoint(file, "%s,%s,%d".formatted(mark, method, seed), log);
    kept.add(checkpoint);
    return MarkTraining.run(
        options.withEpochs(mark.recipe(method)),
        Precision.FLOAT,
        images.train(),
        images.testBatches(),
        seed,
        checkpoint);
  }

  /** Of images that were learnt. */
  private void calibrate(int bits, ComputationGraph network) {
    ImageSet seen = images.train().part(0, Math.min(CALIBRATION_IMAGES, images.train().count()));
    ComputationGraph quantized =
        new Calibration()
            .bits(bits)
            .apply(network, new ExistingDataSetIterator(new ImageBatches(seen, CALIBRATION_BATCH)))
            .result();
    double accuracy =
        quantized.evaluate(new ExistingDataSetIterator(images.testBatches())).accuracy();
    add("int" + bits + "-calibrated", accuracy);
  }

  private void add(String column, double accuracy) {
    accuracies.computeIfAbsent(column, key -> new ArrayList<>()).add(accuracy);
  }

  /** Of all seeds that were run. */
  QuantMarkResult result() {
    return new QuantMarkResult(mark, accuracies);
  }

  @Override
  public void deleteKept() throws IOException {
    for (MarkCheckpoint checkpoint : kept) {
      checkpoint.delete();
    }
  }
}
