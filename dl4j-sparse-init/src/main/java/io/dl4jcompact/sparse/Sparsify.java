package io.dl4jcompact.sparse;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

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

  private Sparsify(SparseChoice choice) {
    this.choice = choice;
  }

  /**
   * Exact masks, Erdős–Rényi-kernel densities, no layer kept dense.
   *
   * @param density share of the connected weights of the network, in (0, 1]: 1 minus its sparsity
   * @param seed of the masks
   */
  public Sparsify(double density, long seed) {
    this(SparseChoice.of(density, seed));
  }

  /**
   * Densities of one's own, each in (0, 1]; layers without one stay dense.
   *
   * @param densities by the layers' names, or their indices where they have none
   * @param seed of the masks
   */
  public static Sparsify given(Map<String, Double> densities, long seed) {
    return new Sparsify(SparseChoice.given(densities, seed));
  }

  /** How layers share the density. Default {@link DensityRule#ERDOS_RENYI_KERNEL}. */
  public Sparsify rule(DensityRule rule) {
    return new Sparsify(choice.withRule(rule));
  }

  /** Another seed of the masks, and all else the same. */
  public Sparsify seed(long seed) {
    return new Sparsify(choice.withSeed(seed));
  }

  /** The seed of the masks. */
  public long seed() {
    return choice.seed();
  }

  /**
   * Whether each connection is drawn on its own, so that their number is random too. Default false.
   */
  public Sparsify bernoulli(boolean independent) {
    return new Sparsify(choice.withBernoulli(independent));
  }

  /** Whether layers stay dense that no other with weights comes before. Default false. */
  public Sparsify denseFirst(boolean dense) {
    return new Sparsify(choice.withDenseFirst(dense));
  }

  /** Whether layers stay dense that no other with weights comes after. Default false. */
  public Sparsify denseLast(boolean dense) {
    return new Sparsify(choice.withDenseLast(dense));
  }

  /**
   * Layers that stay dense, beside those that {@link #denseFirst} and {@link #denseLast} say. A
   * name that does not exist is refused.
   *
   * @param names as in the configuration; the index of a layer that has none
   */
  public Sparsify dense(String... names) {
    return new Sparsify(choice.withDense(Set.of(names)));
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
    Sparsified<MultiLayerConfiguration> made = apply(network.getLayerWiseConfigurations());
    MultiLayerNetwork result = new MultiLayerNetwork(made.result());
    // Sparse layers disconnect the parameters that they are made with.
    result.init(network.params(), true);
    return new Sparsified<>(result, made.layers());
  }

  /** As {@link #apply(MultiLayerNetwork)}. */
  public Sparsified<ComputationGraph> apply(ComputationGraph network) {
    requireInitialised(network.getVertices());
    Sparsified<ComputationGraphConfiguration> made = apply(network.getConfiguration());
    ComputationGraph result = new ComputationGraph(made.result());
    result.init(network.params(), true);
    return new Sparsified<>(result, made.layers());
  }

  /** A sparse configuration; errors as in {@link #apply(MultiLayerNetwork)}. */
  public Sparsified<MultiLayerConfiguration> apply(MultiLayerConfiguration configuration) {
    MultiLayerConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Sparsified<>(result, choice.replace(LayerNode.of(result)));
  }

  /** As {@link #apply(MultiLayerConfiguration)}. */
  public Sparsified<ComputationGraphConfiguration> apply(
      ComputationGraphConfiguration configuration) {
    ComputationGraphConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Sparsified<>(result, choice.replace(LayerNode.of(result)));
  }

  /** All settings, the same text for the same ones. */
  @Override
  public String toString() {
    return choice.toString();
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
