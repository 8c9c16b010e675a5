package io.dl4jcompact.elastic.search;

import io.dl4jcompact.elastic.SubnetConfig;
import io.dl4jcompact.elastic.SubnetSpace;
import io.dl4jcompact.elastic.Subnets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores subnets of a trained network, at random or by evolution, within a budget.
 *
 * <pre>{@code
 * SubnetSearch search =
 *     new SubnetSearch(network, SubnetSpace.of(network), SubnetCost.parameters(50_000),
 *         net -> ((MultiLayerNetwork) net).evaluate(validation).accuracy());
 * SubnetConfig best = search.evolve(Evolution.DEFAULT, 42).best().subnet();
 * }</pre>
 *
 * <p>The score is asked of the supernet with the subnet active; where there are batch
 * normalisations it should begin with {@link Subnets#recalibrate}. The cost is asked of the
 * extracted network, before the score, and subnets above the limit are not scored. No subnet is
 * scored twice. Afterwards the network's parameters are what they were, and all of it is active.
 *
 * @see <a href="https://arxiv.org/abs/1908.09791">Cai et al. 2019, Once-for-All, section 3.4</a>
 */
public final class SubnetSearch {

  /** Draws for one subnet within the budget, before there is said to be none. */
  private static final int TRIES = 200;

  private final Model network;
  private final SubnetSpace space;
  private final SubnetCost cost;
  private final ToDoubleFunction<Model> score;

  /** Of all searches of this object, since a cost may be a measurement that takes long. */
  private final Map<SubnetConfig, Double> costs = new HashMap<>();

  /**
   * A search.
   *
   * @param network an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @param score the higher the better, of the network as it then is
   */
  public SubnetSearch(
      Model network, SubnetSpace space, SubnetCost cost, ToDoubleFunction<Model> score) {
    this.network = Objects.requireNonNull(network, "network");
    this.space = Objects.requireNonNull(space, "space");
    this.cost = Objects.requireNonNull(cost, "cost");
    this.score = Objects.requireNonNull(score, "score");
  }

  /** Scores given subnets, whatever they cost: an evaluation of a grid, for its table and plot. */
  public SearchResult evaluate(Collection<SubnetConfig> subnets) {
    return restoring(
        () -> {
          Map<SubnetConfig, Candidate> scored = new LinkedHashMap<>();
          subnets.forEach(subnet -> scored(subnet, scored));
          return result(scored);
        });
  }

  /**
   * Scores different random subnets within the budget.
   *
   * @param count how many; fewer if no more are found
   * @throws IllegalArgumentException if the smallest subnet is above the limit
   */
  public SearchResult random(int count, long seed) {
    requireSmallestFits();
    return restoring(
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          Map<SubnetConfig, Candidate> scored = new LinkedHashMap<>();
          addNew(count, () -> drawn(random), scored);
          return result(scored);
        });
  }

  /**
   * Begins with random subnets within the budget; then each generation is half mutated ones of the
   * best, half crossed ones, which have each size of one of two parents.
   *
   * @throws IllegalArgumentException if the smallest subnet is above the limit
   */
  public SearchResult evolve(Evolution evolution, long seed) {
    requireSmallestFits();
    return restoring(
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          Map<SubnetConfig, Candidate> scored = new LinkedHashMap<>();
          addNew(evolution.population(), () -> drawn(random), scored);
          for (int i = 0; i < evolution.generations(); i++) {
            List<SubnetConfig> parents = parents(scored, evolution.parents());
            int mutated = evolution.population() / 2;
            addNew(mutated, () -> mutated(parents, evolution.mutation(), random), scored);
            addNew(evolution.population() - mutated, () -> crossed(parents, random), scored);
          }
          return result(scored);
        });
  }

  private static List<SubnetConfig> parents(Map<SubnetConfig, Candidate> scored, int count) {
    return scored.values().stream()
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .limit(count)
        .map(Candidate::subnet)
        .toList();
  }

  private SubnetConfig drawn(SplittableRandom random) {
    return space.subnet(axis -> random.nextInt(axis.sizes().size()));
  }

  private SubnetConfig mutated(
      List<SubnetConfig> parents, double mutation, SplittableRandom random) {
    SubnetConfig parent = parents.get(random.nextInt(parents.size()));
    return space.subnet(
        axis ->
            random.nextDouble() < mutation
                ? random.nextInt(axis.sizes().size())
                : space.index(axis, parent));
  }

  private SubnetConfig crossed(List<SubnetConfig> parents, SplittableRandom random) {
    SubnetConfig one = parents.get(random.nextInt(parents.size()));
    SubnetConfig other = parents.get(random.nextInt(parents.size()));
    return space.subnet(axis -> space.index(axis, random.nextBoolean() ? one : other));
  }

  /** Scores subnets that are within the budget and new, as far as there are any. */
  private void addNew(
      int count, Supplier<SubnetConfig> source, Map<SubnetConfig, Candidate> scored) {
    int added = 0;
    int tries = 0;
    while (added < count && tries++ < TRIES) {
      SubnetConfig subnet = source.get();
      if (!scored.containsKey(subnet) && cost(subnet) <= cost.limit()) {
        scored(subnet, scored);
        added++;
        tries = 0;
      }
    }
    if (scored.isEmpty()) {
      // Few are within the budget; the smallest is.
      scored(space.smallest(), scored);
    }
  }

  private void requireSmallestFits() {
    double least = cost(space.smallest());
    if (least > cost.limit()) {
      throw new IllegalArgumentException(
          "%s: limit is %s, expected at least %s, which the smallest subnet has"
              .formatted(cost.name(), cost.limit(), least));
    }
  }

  private double cost(SubnetConfig subnet) {
    return costs.computeIfAbsent(subnet, key -> cost.of().applyAsDouble(extracted(key)));
  }

  private Model extracted(SubnetConfig subnet) {
    return network instanceof MultiLayerNetwork list
        ? Subnets.extract(list, subnet)
        : Subnets.extract((ComputationGraph) network, subnet);
  }

  private void scored(SubnetConfig subnet, Map<SubnetConfig, Candidate> scored) {
    double price = cost(subnet);
    Subnets.activate(network, subnet);
    scored.put(subnet, new Candidate(subnet, price, score.applyAsDouble(network)));
  }

  private SearchResult result(Map<SubnetConfig, Candidate> scored) {
    return new SearchResult(cost, List.copyOf(scored.values()));
  }

  /** Recalibration changes running values. */
  private SearchResult restoring(Supplier<SearchResult> search) {
    INDArray before = network.params().dup();
    try {
      return search.get();
    } finally {
      network.params().assign(before);
      Subnets.activateLargest(network);
    }
  }
}
