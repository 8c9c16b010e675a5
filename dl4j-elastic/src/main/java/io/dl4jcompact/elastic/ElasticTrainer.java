package io.dl4jcompact.elastic;

import io.dl4jcompact.elastic.ElasticProgress.SubnetLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains an elastic network so that all its subnets work: every step runs several subnets on the
 * same minibatch, then updates the shared weights once.
 *
 * <pre>{@code
 * ElasticTrainer trainer =
 *     new ElasticTrainer.Builder(network).strategy(SamplingStrategy.mixed(4, 1, 42)).build();
 * trainer.train(data, ElasticPhase.joint(2000));
 * }</pre>
 *
 * <p>Updates, learning rates, constraints and listeners are the network's own, as in {@code fit};
 * an epoch ends where the iterator does. The iterator must give the same minibatches after every
 * {@code reset()}, and each phase begins with one; then a training that was killed and is started
 * again with its checkpoints ends with the bits of one that was not (on one thread). ND4J's random
 * generator, which dropout uses, is seeded anew for every step.
 *
 * @see <a href="https://arxiv.org/abs/1903.05134">Yu and Huang 2019, sandwich rule and in-place
 *     distillation</a>
 * @see <a href="https://arxiv.org/abs/1908.09791">Cai et al. 2019, progressive shrinking</a>
 */
public final class ElasticTrainer {

  private final TrainedNetwork network;
  private final SubnetSpace space;
  private final SamplingStrategy strategy;
  private final GradientCombination combination;
  private final double distillation;
  private final Optional<Path> directory;
  private final long every;
  private final long seed;
  private final ElasticProgress.Listener listener;

  private ElasticTrainer(Builder builder) {
    network = TrainedNetwork.of(builder.network);
    space = builder.space;
    strategy = builder.strategy;
    combination = builder.combination;
    distillation = builder.distillation;
    directory = Optional.ofNullable(builder.directory);
    every = builder.every;
    seed = builder.seed;
    listener = builder.listener;
  }

  /** As {@link #train(MultiDataSetIterator, List)}, with one phase. */
  public void train(DataSetIterator data, ElasticPhase phase) throws IOException {
    train(data, List.of(phase));
  }

  /** As {@link #train(MultiDataSetIterator, List)}. */
  public void train(DataSetIterator data, List<ElasticPhase> phases) throws IOException {
    train(Minibatches.of(data), phases);
  }

  /**
   * Trains phase after phase; where the checkpoints' directory has some of the same training, from
   * the last one on. At the end the whole network is active.
   *
   * @throws IOException if a checkpoint cannot be written or read
   * @throws IllegalArgumentException if the directory is another training's, or there are no data
   */
  public void train(MultiDataSetIterator data, List<ElasticPhase> phases) throws IOException {
    train(Minibatches.of(data), phases);
  }

  private void train(Minibatches minibatches, List<ElasticPhase> phases) throws IOException {
    Optional<ElasticCheckpoints> checkpoints =
        directory.map(place -> new ElasticCheckpoints(place, plan(phases)));
    int first = 0;
    long done = 0;
    if (checkpoints.isPresent() && checkpoints.get().last().isPresent()) {
      ElasticCheckpoints.Position last = checkpoints.get().last().get();
      ElasticCheckpoints.restore(network, last.file());
      first = last.phase();
      done = last.iteration();
    }
    ElasticStep step = new ElasticStep(network, combination, distillation);
    for (int i = first; i < phases.size(); i++) {
      run(phases.get(i), i, done, minibatches, step, checkpoints);
      done = 0;
    }
    Subnets.activateLargest(network.model());
  }

  private String plan(List<ElasticPhase> phases) {
    List<String> names =
        phases.stream().map(phase -> phase.name() + " " + phase.iterations()).toList();
    return "%s, %s, %s, distillation %s, seed %d"
        .formatted(names, strategy, combination, distillation, seed);
  }

  private void run(
      ElasticPhase phase,
      int index,
      long done,
      Minibatches minibatches,
      ElasticStep step,
      Optional<ElasticCheckpoints> checkpoints)
      throws IOException {
    SubnetSpace open = space.only(phase.open());
    minibatches.restart();
    minibatches.skip(done);
    for (long i = done; i < phase.iterations(); i++) {
      if (minibatches.betweenEpochs()) {
        network.beginEpoch();
      }
      // The stream of a step is its own, so that one that goes on has the same.
      Nd4j.getRandom().setSeed(new SplittableRandom(seed + network.iteration()).nextLong());
      List<SubnetLoss> losses = step.run(minibatches.next(), strategy.sample(open, i));
      if (minibatches.betweenEpochs()) {
        network.endEpoch();
      }
      listener.stepDone(new ElasticProgress(phase, i + 1, losses));
      boolean last = i + 1 == phase.iterations();
      if (checkpoints.isPresent() && last) {
        checkpoints.get().phaseDone(network.model(), index, phase);
      } else if (checkpoints.isPresent() && every > 0 && (i + 1) % every == 0) {
        checkpoints.get().stepDone(network.model(), index, i + 1);
      }
    }
  }

  /** {@code new ElasticTrainer.Builder(network).build()}. */
  public static final class Builder {

    private final Model network;
    private SubnetSpace space;
    private SamplingStrategy strategy;
    private GradientCombination combination = GradientCombination.SUM;
    private double distillation;
    private Path directory;
    private long every;
    private long seed;
    private ElasticProgress.Listener listener = progress -> {};

    /**
     * The sampling strategy {@code mixed(4, 1, 0)} over all subnets, sum of the losses, no
     * distillation, no checkpoints.
     *
     * @param network an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     */
    public Builder(Model network) {
      this.network = Objects.requireNonNull(network, "network");
      space = SubnetSpace.of(network);
      strategy = SamplingStrategy.mixed(4, 1, 0);
    }

    /** The subnets that are drawn from, where some layers' sizes are tied or fixed. */
    public Builder space(SubnetSpace space) {
      this.space = Objects.requireNonNull(space, "space");
      return this;
    }

    /** Which subnets a step runs. Its text form tells whether a checkpoint is of this training. */
    public Builder strategy(SamplingStrategy strategy) {
      this.strategy = Objects.requireNonNull(strategy, "strategy");
      return this;
    }

    /** What an update makes of the gradients. */
    public Builder combination(GradientCombination combination) {
      this.combination = Objects.requireNonNull(combination, "combination");
      return this;
    }

    /**
     * Share of the largest subnet's output in the labels of the others, 0 to 1; with 1 they learn
     * from it alone. The output is that while training, and is not differentiated. The loss should
     * be one that takes distributions, such as the cross-entropy of a softmax. Default 0.
     */
    public Builder distillation(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("distillation is " + share + ", expected 0 to 1");
      }
      distillation = share;
      return this;
    }

    /**
     * Keeps a checkpoint of each phase's end, and the last one between.
     *
     * @param directory of this training alone
     * @param every number of steps between checkpoints within a phase; 0 for none
     */
    public Builder checkpoints(Path directory, long every) {
      this.directory = Objects.requireNonNull(directory, "directory");
      this.every = every;
      return this;
    }

    /** Of ND4J's random generator, for dropout and the like. Default 0. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Is told of every step, with each sampled subnet's loss. */
    public Builder listener(ElasticProgress.Listener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** The trainer. */
    public ElasticTrainer build() {
      return new ElasticTrainer(this);
    }
  }
}
