package io.dl4jcompact.binary.parallel;

import io.dl4jcompact.binary.flip.BitVote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;

/**
 * A {@code ParallelWrapper} that trains networks with Boolean layers: before it averages, its
 * workers vote about their bits, as {@link BitVote} says. Averages of what all agree about are
 * bits.
 *
 * <pre> new VotingParallelWrapper(network, 4, 1).fit(data); </pre>
 *
 * <p>It is a class of its own since the builder's {@code trainerFactory} has no effect in
 * Deeplearning4j 1.0.0-M2.1. As there, a wrapper trains once: take a new one for each call of fit.
 */
public final class VotingParallelWrapper extends ParallelWrapper {

  private static final int LEAST_WORKERS = 2;
  private static final int PREFETCHED = 2;

  /**
   * Averages updaters as well.
   *
   * @param network either kind, initialised; its listeners become the wrapper's
   * @param workers number of threads, each with a network of its own, at least 2
   * @param averagingFrequency minibatches of each worker between two averages, at least 1
   * @throws IllegalArgumentException if a number is too small, the network of neither kind, or a
   *     layer's accumulators are integers, which have no average
   */
  public VotingParallelWrapper(Model network, int workers, int averagingFrequency) {
    this(network, workers, averagingFrequency, true);
  }

  /**
   * @param averageUpdaters whether workers share what their updaters know, or each keeps its own
   * @throws IllegalArgumentException as the other constructor, and if updaters are to be averaged
   *     whose accumulators are integers
   * @see #VotingParallelWrapper(Model, int, int)
   */
  public VotingParallelWrapper(
      Model network, int workers, int averagingFrequency, boolean averageUpdaters) {
    super(
        Objects.requireNonNull(network, "network"),
        atLeast(LEAST_WORKERS, "workers", workers),
        PREFETCHED);
    this.averagingFrequency = atLeast(1, "averagingFrequency", averagingFrequency);
    this.averageUpdaters = averageUpdaters;
    if (averageUpdaters) {
      BitVote.requireAveragesOfUpdaters(network);
    }
    workspaceMode = WorkspaceMode.ENABLED;
    trainerContext = new VotingTrainers();
    init();
    // As the builder does; the rest of what it sets is so already.
    List<TrainingListener> moved = new ArrayList<>(listeners(network));
    network.setListeners(List.of());
    setListeners(moved);
  }

  private static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "VotingParallelWrapper: " + name + " is " + value + ", expected at least " + least);
    }
    return value;
  }

  private static Collection<TrainingListener> listeners(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      return layers.getListeners();
    }
    if (network instanceof ComputationGraph graph) {
      return graph.getListeners();
    }
    throw new IllegalArgumentException(
        "VotingParallelWrapper: the network is a "
            + network.getClass().getSimpleName()
            + ", expected a MultiLayerNetwork or a ComputationGraph");
  }
}
