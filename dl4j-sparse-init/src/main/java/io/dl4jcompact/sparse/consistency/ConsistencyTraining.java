package io.dl4jcompact.sparse.consistency;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Trains networks with few labels: {@code new ConsistencyTraining(2, new WeightRamp(20, 500),
 * augmentation, 42).fit(network, batches, new TrainingEnd.Iterations(2_000))}.
 *
 * <p>Each unlabelled sample passes k times, each time changed by the augmentation and by the
 * network's own dropout. The loss is that of the labelled samples, by the loss function of the
 * output layer, and
 *
 * <pre> w(t) · mean over samples, classes and pairs of passes of (z_i - z_j)² </pre>
 *
 * where z are the network's outputs. With k = 2 this is the Π-model. Labelled samples are augmented
 * once. All of them are one minibatch of an ordinary {@code fit}, so that updaters, penalties,
 * constraints, listeners and the masks of sparse layers do what they always do, and a batch
 * normalisation sees all rows. Listeners see the labels of unlabelled rows as zeros.
 *
 * @param passes k, at least 2
 * @param ramp w(t), where t counts the iterations of one call of {@code fit}
 * @param augmentation of all samples; without one and without dropout there is nothing to learn
 *     from unlabelled samples
 * @param seed of the augmentation; dropout has the seed of {@code Nd4j.getRandom()}
 * @see <a href="https://arxiv.org/abs/1610.02242">Laine and Aila 2017</a>
 */
public record ConsistencyTraining(
    int passes, WeightRamp ramp, Augmentation augmentation, long seed) {

  private static final int EVALUATED_AT_ONCE = 500;

  public ConsistencyTraining {
    Settings.requireAtLeast("ConsistencyTraining: passes", passes, 2);
    Objects.requireNonNull(ramp, "ramp");
    Objects.requireNonNull(augmentation, "augmentation");
  }

  /**
   * Trains until the first of some ends is reached.
   *
   * @param network initialised, its last layer an {@code OutputLayer} or {@code LossLayer}, or a
   *     sparse one of these
   * @param batches without end, such as {@link MixedBatches}
   * @param ends at least one
   * @throws IllegalArgumentException if the network has no such layer, or there is no end
   * @throws IllegalStateException if a loss is not finite; the message tells the iteration
   */
  public ConsistencyResult fit(
      MultiLayerNetwork network, Iterator<MixedBatch> batches, TrainingEnd... ends) {
    return fit(new TrainedNetwork.Layers(network), batches, ends);
  }

  /** As {@link #fit(MultiLayerNetwork, Iterator, TrainingEnd...)}; one input and one output. */
  public ConsistencyResult fit(
      ComputationGraph network, Iterator<MixedBatch> batches, TrainingEnd... ends) {
    return fit(new TrainedNetwork.Graph(network), batches, ends);
  }

  private ConsistencyResult fit(
      TrainedNetwork network, Iterator<MixedBatch> batches, TrainingEnd... ends) {
    Settings.requireAtLeast("ConsistencyTraining: number of ends", ends.length, 1);
    OutputLoss place = OutputLoss.of(network.outputLayer());
    ILossFunction supervised = place.get();
    SplittableRandom seeds = new SplittableRandom(seed);
    List<Double> losses = new ArrayList<>();
    TrainingProgress progress =
        new TrainingProgress(losses, ramp.iterations(), data -> accuracy(network, data));
    while (true) {
      MixedBatch batch = batches.next();
      int labelled = Math.toIntExact(batch.features().size(0));
      double weight = ramp.at(losses.size());
      try {
        place.set(new ConsistencyLoss(supervised, labelled, passes, weight));
        network.fit(minibatch(batch, seeds));
      } finally {
        place.set(supervised);
      }
      losses.add(requireFinite(network.score(), losses.size()));
      Optional<TrainingEnd> end = Stream.of(ends).filter(progress::reached).findFirst();
      if (end.isPresent()) {
        return new ConsistencyResult(losses.size(), network.score(), end.get());
      }
    }
  }

  /** Labelled rows, then all unlabelled ones for each pass, whose labels are 0. */
  private DataSet minibatch(MixedBatch batch, SplittableRandom seeds) {
    INDArray[] features = new INDArray[1 + passes];
    features[0] = augmentation.apply(batch.features(), seeds.nextLong());
    for (int pass = 1; pass <= passes; pass++) {
      features[pass] = augmentation.apply(batch.unlabelled(), seeds.nextLong());
    }
    INDArray labels = batch.labels();
    INDArray none =
        Nd4j.zeros(labels.dataType(), passes * batch.unlabelled().size(0), labels.size(1));
    return new DataSet(Nd4j.concat(0, features), Nd4j.concat(0, labels, none));
  }

  private static double requireFinite(double loss, int iteration) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "the loss of iteration %d is %s, expected a finite number; lower the learning rate or the"
                  .formatted(iteration, loss)
              + " weight of disagreement");
    }
    return loss;
  }

  private static double accuracy(TrainedNetwork network, DataSet data) {
    INDArray labels = data.getLabels();
    long rows = labels.size(0);
    double right = 0;
    for (long from = 0; from < rows; from += EVALUATED_AT_ONCE) {
      long to = Math.min(rows, from + EVALUATED_AT_ONCE);
      INDArray chosen = network.output(rows(data.getFeatures(), from, to)).argMax(1);
      INDArray wanted = rows(labels, from, to).argMax(1);
      right += chosen.eq(wanted).castTo(labels.dataType()).sumNumber().doubleValue();
    }
    return right / rows;
  }

  private static INDArray rows(INDArray from, long first, long end) {
    return from.get(NDArrayIndex.interval(first, end));
  }
}
