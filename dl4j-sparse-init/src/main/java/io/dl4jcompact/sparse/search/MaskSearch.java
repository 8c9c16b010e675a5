package io.dl4jcompact.sparse.search;

import io.dl4jcompact.sparse.Sparsify;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Draws the masks of a sparse network several times, trains each draw for a budget and keeps the
 * best by its validation score:
 *
 * <pre>{@code
 * new MaskSearch(new Sparsify(0.1, 42), 16, directory).epochs(1).halving(2).threads(2)
 *     .run(dense, training, () -> new ClassificationScoreCalculator(Metric.ACCURACY, validation.get()))
 * }</pre>
 *
 * <p>Draw k, from 0, has the masks of {@code sparsify.seed(sparsify.seed() + k)}; all begin with
 * the same values of the weights that they share. Without halving there is one round. With it the
 * best 1/factor of the draws, rounded up, go on after each round until they have been trained for
 * factor times as long altogether, while there are at least two; the others are given up. A score
 * that is not a number is the worst.
 *
 * <p>Draws are trained in parallel. Suppliers are called in each thread and must give independent
 * objects, whose data and order are the same each time. Then scores depend neither on the number of
 * threads nor on stops in between; to the last bit where ND4J has one thread itself (environment
 * variable {@code OMP_NUM_THREADS=1}).
 *
 * <p>What is reached is kept in the directory, so that the same search goes on from there after the
 * process was killed; a draw that was being trained loses its round. It does not know the data:
 * take another directory for other ones. The directory ends with {@code draws.txt}, {@code
 * draws.svg}, the scores of each draw and the best network.
 *
 * <p>Immutable: each setting gives another instance.
 */
public final class MaskSearch {

  private final SearchSettings settings;

  private MaskSearch(SearchSettings settings) {
    this.settings = settings;
  }

  /**
   * One epoch for each draw, no halving, one thread.
   *
   * @param sparsify how the masks of the first draw are made
   * @param draws how many there are, at least 1
   * @param directory for what is reached; made if it is not there
   * @throws IllegalArgumentException if there are fewer draws
   */
  public MaskSearch(Sparsify sparsify, int draws, Path directory) {
    this(
        new SearchSettings(
            Objects.requireNonNull(sparsify, "sparsify"),
            draws,
            Objects.requireNonNull(directory, "directory"),
            new SearchBudget(1, true),
            SearchSettings.NO_HALVING,
            1));
  }

  /**
   * The budget of the first round, in rounds of all training data. Default 1.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public MaskSearch epochs(int epochs) {
    return new MaskSearch(settings.withBudget(new SearchBudget(epochs, true)));
  }

  /**
   * The budget of the first round, in minibatches, in place of epochs.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public MaskSearch iterations(int iterations) {
    return new MaskSearch(settings.withBudget(new SearchBudget(iterations, false)));
  }

  /**
   * Successive halving. Default: none.
   *
   * @param factor by which draws become fewer, and their training longer, at least 2
   * @throws IllegalArgumentException if it is less
   * @see <a href="https://arxiv.org/abs/1502.07943">Jamieson and Talwalkar 2016, figure 3</a>
   */
  public MaskSearch halving(int factor) {
    if (factor < 2) {
      throw new IllegalArgumentException(
          "MaskSearch: halving is %d, expected at least 2".formatted(factor));
    }
    return new MaskSearch(settings.withHalving(factor));
  }

  /**
   * How many draws are trained at once. Default 1.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public MaskSearch threads(int threads) {
    return new MaskSearch(settings.withThreads(threads));
  }

  /**
   * Searches, from the beginning or from where the same search was stopped.
   *
   * @param dense what is made sparse; not changed
   * @param training gives training data, each time a new iterator
   * @param validation gives what scores a network on data that are not trained on, each time a new
   *     object; it says whether less is better
   * @throws IOException if the directory cannot be written to, or keeps another search
   * @throws IllegalArgumentException if the network cannot have the masks, as {@code Sparsify}
   *     says, or there are no training data
   */
  public MaskSearchResult<MultiLayerNetwork> run(
      MultiLayerConfiguration dense,
      Supplier<? extends DataSetIterator> training,
      Supplier<? extends ScoreCalculator<Model>> validation)
      throws IOException {
    return new SearchRun<>(settings, ListNetworks.of(dense.clone()), training, validation).run();
  }

  /** As the other; draws begin with the values of a trained network. */
  public MaskSearchResult<MultiLayerNetwork> run(
      MultiLayerNetwork dense,
      Supplier<? extends DataSetIterator> training,
      Supplier<? extends ScoreCalculator<Model>> validation)
      throws IOException {
    return new SearchRun<>(settings, ListNetworks.of(dense.clone()), training, validation).run();
  }

  /** As the other, for a graph with one input and one output. */
  public MaskSearchResult<ComputationGraph> run(
      ComputationGraphConfiguration dense,
      Supplier<? extends DataSetIterator> training,
      Supplier<? extends ScoreCalculator<Model>> validation)
      throws IOException {
    return new SearchRun<>(settings, GraphNetworks.of(dense.clone()), training, validation).run();
  }

  /** As the other; draws begin with the values of a trained network. */
  public MaskSearchResult<ComputationGraph> run(
      ComputationGraph dense,
      Supplier<? extends DataSetIterator> training,
      Supplier<? extends ScoreCalculator<Model>> validation)
      throws IOException {
    return new SearchRun<>(settings, GraphNetworks.of(dense.clone()), training, validation).run();
  }
}
