package io.dl4jcompact.sparse;

import io.dl4jcompact.core.OneDnn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes networks, or their configurations, sparse: {@code new Sparsify(0.1, 42).apply(conf)
 * .result()}.
 *
 * <p>Each layer that can be one becomes a {@link SparseLayer}. The density is that of all their
 * weights together: how they share it says a {@link DensityRule}, {@link
 * DensityRule#ERDOS_RENYI_KERNEL} unless another is set. A layer that the rule leaves all its
 * connections, or that is kept dense, stays what it is, and counts. Other layers stay too and do
 * not count: those without weights, those in wrappers such as {@code Bidirectional} or {@code
 * FrozenLayer}, and what {@link SparseLayer} refuses. {@link Sparsified} says what became of each.
 * A layer with several weight parameters, as an LSTM, counts as several.
 *
 * <p>Masks are random. With exact ones, the default, the network has round(density · weights)
 * connections; see {@link LayerDensities#connections}. Another seed gives other masks; a layer's
 * depends on its name, not on the layers beside it.
 *
 * <p>A network's parameters become the sparse network's, but for those that are not connected: a
 * warm start. It should be trained further. Its updaters begin anew, at iteration and epoch 0. What
 * is given is not changed.
 *
 * <p>Immutable: each setting gives another instance.
 */
public final class Sparsify {

  private final SparseChoice choice;

  /** What SNIP looks at; empty where densities follow from a rule or are given. */
  private final List<DataSet> minibatches;

  private Sparsify(SparseChoice choice, List<DataSet> minibatches) {
    this.choice = choice;
    this.minibatches = minibatches;
  }

  private Sparsify with(SparseChoice other) {
    return new Sparsify(other, minibatches);
  }

  /**
   * Exact masks, Erdős–Rényi-kernel densities, no layer kept dense.
   *
   * @param density share of the connected weights of the network, in (0, 1]: 1 minus its sparsity
   * @param seed of the masks
   */
  public Sparsify(double density, long seed) {
    this(SparseChoice.of(density, seed), List.of());
  }

  /**
   * Densities of one's own, each in (0, 1]; layers without one stay dense.
   *
   * @param densities by the layers' names, or their indices where they have none
   * @param seed of the masks
   */
  public static Sparsify given(Map<String, Double> densities, long seed) {
    return new Sparsify(SparseChoice.given(densities, seed), List.of());
  }

  /** How layers share the density. Default {@link DensityRule#ERDOS_RENYI_KERNEL}. */
  public Sparsify rule(DensityRule rule) {
    return new Sparsify(choice.withRule(rule), List.of());
  }

  /**
   * Layers share the density by SNIP, in place of a rule: as the most salient of all weights, those
   * with the greatest |w·∂L/∂w|, are distributed among them. Which weights of a layer are connected
   * is random all the same.
   *
   * <p>L is the loss of the network with all its weights: of the one that is given, or of a new one
   * of the configuration, with its seed. A graph must have one input and one output.
   *
   * @param minibatches at least one; some hundred samples of all classes
   * @throws IllegalArgumentException if there is none, or densities are given
   * @see <a href="https://arxiv.org/abs/1810.02340">Lee et al. 2019</a> for saliencies
   * @see <a href="https://arxiv.org/abs/2202.02643">Liu et al. 2022</a> for random masks with
   *     SNIP's densities
   */
  public Sparsify snip(List<DataSet> minibatches) {
    choice.requireRule();
    if (minibatches.isEmpty()) {
      throw new IllegalArgumentException("Sparsify: SNIP has 0 minibatches, expected at least one");
    }
    return new Sparsify(choice, List.copyOf(minibatches));
  }

  /** Another seed of the masks, and all else the same. */
  public Sparsify seed(long seed) {
    return with(choice.withSeed(seed));
  }

  /** The seed of the masks. */
  public long seed() {
    return choice.seed();
  }

  /**
   * Whether each connection is drawn on its own, so that their number is random too. Default false.
   */
  public Sparsify bernoulli(boolean independent) {
    return with(choice.withBernoulli(independent));
  }

  /** Whether layers stay dense that no other with weights comes before. Default false. */
  public Sparsify denseFirst(boolean dense) {
    return with(choice.withDenseFirst(dense));
  }

  /** Whether layers stay dense that no other with weights comes after. Default false. */
  public Sparsify denseLast(boolean dense) {
    return with(choice.withDenseLast(dense));
  }

  /**
   * Layers that stay dense, beside those that {@link #denseFirst} and {@link #denseLast} say. A
   * name that does not exist is refused.
   *
   * @param names as in the configuration; the index of a layer that has none
   */
  public Sparsify dense(String... names) {
    return with(choice.withDense(Set.of(names)));
  }

  /**
   * A sparse network with the given network's parameters.
   *
   * @param network initialised
   * @throws IllegalArgumentException if the density cannot be met, a name does not exist, a layer
   *     would have no connections, sizes are not known, or the network is not initialised
   */
  public Sparsified<MultiLayerNetwork> apply(MultiLayerNetwork network) {
    requireInitialised(network.getLayers());
    Sparsified<MultiLayerConfiguration> made =
        made(network.getLayerWiseConfigurations(), network::clone);
    MultiLayerNetwork result = new MultiLayerNetwork(made.result());
    // Sparse layers disconnect the parameters that they are made with.
    result.init(network.params(), true);
    return new Sparsified<>(result, made.layers());
  }

  /** As {@link #apply(MultiLayerNetwork)}. */
  public Sparsified<ComputationGraph> apply(ComputationGraph network) {
    requireInitialised(network.getVertices());
    Sparsified<ComputationGraphConfiguration> made =
        made(network.getConfiguration(), network::clone);
    ComputationGraph result = new ComputationGraph(made.result());
    result.init(network.params(), true);
    return new Sparsified<>(result, made.layers());
  }

  /** A sparse configuration; errors as in {@link #apply(MultiLayerNetwork)}. */
  public Sparsified<MultiLayerConfiguration> apply(MultiLayerConfiguration configuration) {
    return made(
        configuration,
        () -> {
          MultiLayerNetwork dense = new MultiLayerNetwork(configuration.clone());
          dense.init();
          return dense;
        });
  }

  /** As {@link #apply(MultiLayerConfiguration)}. */
  public Sparsified<ComputationGraphConfiguration> apply(
      ComputationGraphConfiguration configuration) {
    return made(
        configuration,
        () -> {
          ComputationGraph dense = new ComputationGraph(configuration.clone());
          dense.init();
          return dense;
        });
  }

  private Sparsified<MultiLayerConfiguration> made(
      MultiLayerConfiguration configuration, Supplier<MultiLayerNetwork> dense) {
    Optional<Saliencies> saliencies =
        saliencies(dense, OneDnn::install, network -> Saliencies.of(network, minibatches));
    MultiLayerConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Sparsified<>(result, choice.replace(LayerNode.of(result), saliencies));
  }

  private Sparsified<ComputationGraphConfiguration> made(
      ComputationGraphConfiguration configuration, Supplier<ComputationGraph> dense) {
    Optional<Saliencies> saliencies =
        saliencies(dense, OneDnn::install, network -> Saliencies.of(network, minibatches));
    ComputationGraphConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Sparsified<>(result, choice.replace(LayerNode.of(result), saliencies));
  }

  /**
   * @param dense makes a network whose gradients may be overwritten; of no use to a rule
   */
  private <T> Optional<Saliencies> saliencies(
      Supplier<T> dense, Consumer<T> accelerator, Function<T, Saliencies> gradients) {
    if (minibatches.isEmpty()) {
      return Optional.empty();
    }
    T network = dense.get();
    accelerator.accept(network);
    // Dropout's, after the weights were drawn.
    Nd4j.getRandom().setSeed(choice.seed());
    return Optional.of(gradients.apply(network));
  }

  private long samples() {
    return minibatches.stream().mapToLong(batch -> batch.getFeatures().size(0)).sum();
  }

  /** All settings, the same text for the same ones. */
  @Override
  public String toString() {
    String snip = minibatches.isEmpty() ? "" : ", SNIP of " + samples() + " samples";
    return choice + snip;
  }

  /** Deeplearning4j has no layers or vertices before {@code init()}. */
  private static void requireInitialised(Object[] parts) {
    if (parts == null) {
      throw new IllegalArgumentException(
          "Sparsify: the network has no parameters, expected an initialised one; call"
              + " network.init(), or hand its configuration over");
    }
  }
}
