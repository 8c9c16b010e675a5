package io.dl4jcompact.elastic;

import io.dl4jcompact.elastic.SubnetSpace.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Which subnets a training step runs. Each strategy is a function of the space and the iteration
 * alone, so that a training that is resumed draws what it would have drawn.
 */
public interface SamplingStrategy {

  /**
   * The subnets of one step, at least one. The first one's minibatch statistics are those that
   * batch normalisations keep.
   *
   * @param iteration number of steps before it in this phase, 0 or more
   */
  List<SubnetConfig> sample(SubnetSpace space, long iteration);

  /** Nothing varies: the largest subnet. */
  static SamplingStrategy empty() {
    return new Empty();
  }

  /** The same subnets in every step; dimensions that are not open yet are at their full size. */
  static SamplingStrategy fixed(List<SubnetConfig> subnets) {
    return new Fixed(subnets);
  }

  /**
   * Every size of every axis with equal probability.
   *
   * @param count subnets a step
   */
  static SamplingStrategy random(int count, long seed) {
    return new RandomSizes(count, Map.of(), seed);
  }

  /**
   * Sizes with given probabilities.
   *
   * @param weights for each dimension one for each size of its axes, ascending, 0 or more, in
   *     proportion to the probabilities; sizes of other dimensions are equally probable
   */
  static SamplingStrategy distribution(int count, Map<Dimension, double[]> weights, long seed) {
    Map<Dimension, List<Double>> lists = new TreeMap<>();
    weights.forEach((key, values) -> lists.put(key, Arrays.stream(values).boxed().toList()));
    return new RandomSizes(count, lists, seed);
  }

  /**
   * One draw for all layers of a stage in each dimension: sizes at the same place of their lists;
   * of layers that may be skipped, how many of the stage's first ones are kept.
   *
   * @param stages names of each stage's layers, in the network's order; the axes of other layers
   *     are drawn on their own
   */
  static SamplingStrategy perStage(int count, List<List<String>> stages, long seed) {
    return new PerStage(count, stages, seed);
  }

  /**
   * The largest subnet, the smallest, some fixed ones, then random ones.
   *
   * @param count subnets a step, at least 2; 4 to 8 are usual
   * @param fixed at most count - 2
   */
  static SamplingStrategy mixed(int count, List<SubnetConfig> fixed, long seed) {
    return new Mixed(count, fixed, 0, seed);
  }

  /**
   * The largest subnet, the smallest, fixed ones at equal distances between them, then random ones.
   *
   * @param count subnets a step, at least 2; 4 to 8 are usual
   * @param between number of fixed ones, 0 to count - 2
   */
  static SamplingStrategy mixed(int count, int between, long seed) {
    return new Mixed(count, List.of(), between, seed);
  }

  /**
   * How many subnets a step suits a number of devices of different power that are to be served: the
   * largest and the smallest beside one for each, 4 to 8.
   */
  static int suggestedCount(int devices) {
    return Math.max(4, Math.min(8, devices + 2));
  }

  private static SplittableRandom generator(long seed, long iteration) {
    // A generator's first numbers for neighbouring seeds are independent only after this.
    long stream = new SplittableRandom(iteration).nextLong();
    return new SplittableRandom(seed ^ stream);
  }

  private static void requireCount(int count, int minimum) {
    if (count < minimum) {
      throw new IllegalArgumentException(
          "count of subnets a step is " + count + ", expected at least " + minimum);
    }
  }

  /** See {@link #empty}. */
  record Empty() implements SamplingStrategy {
    @Override
    public List<SubnetConfig> sample(SubnetSpace space, long iteration) {
      return List.of(space.full());
    }
  }

  /** See {@link #fixed}. */
  record Fixed(List<SubnetConfig> subnets) implements SamplingStrategy {
    public Fixed {
      subnets = List.copyOf(subnets);
      requireCount(subnets.size(), 1);
    }

    @Override
    public List<SubnetConfig> sample(SubnetSpace space, long iteration) {
      return subnets.stream().map(space::project).toList();
    }
  }

  /** See {@link #random} and {@link #distribution}. */
  record RandomSizes(int count, Map<Dimension, List<Double>> weights, long seed)
      implements SamplingStrategy {
    public RandomSizes {
      requireCount(count, 1);
      weights = Map.copyOf(weights);
      weights.forEach(
          (dimension, values) -> {
            boolean valid = values.stream().allMatch(w -> w >= 0 && w < Double.POSITIVE_INFINITY);
            if (!valid || values.stream().mapToDouble(w -> w).sum() <= 0) {
              throw new IllegalArgumentException(
                  "weights of %s are %s, expected 0 or more, and one above 0"
                      .formatted(dimension.spec(), values));
            }
          });
    }

    @Override
    public List<SubnetConfig> sample(SubnetSpace space, long iteration) {
      SplittableRandom random = generator(seed, iteration);
      List<SubnetConfig> subnets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        subnets.add(space.subnet(axis -> index(axis, random.nextDouble())));
      }
      return subnets;
    }

    /** Where a number in [0, 1) is among the cumulated probabilities. */
    private int index(Axis axis, double place) {
      List<Double> given = weights.get(axis.dimension());
      int sizes = axis.sizes().size();
      if (given == null) {
        return (int) (place * sizes);
      }
      if (given.size() != sizes) {
        throw new IllegalArgumentException(
            "%d weights of %s, expected one for each of %s of layer %s"
                .formatted(given.size(), axis.dimension().spec(), axis.sizes(), axis.layers()));
      }
      double rest = place * given.stream().mapToDouble(w -> w).sum();
      int last = 0;
      for (int i = 0; i < sizes; i++) {
        if (given.get(i) > 0) {
          last = i;
          if (rest < given.get(i)) {
            return i;
          }
        }
        rest -= given.get(i);
      }
      // Roundings may leave a rest.
      return last;
    }
  }

  /** See {@link #perStage}. */
  record PerStage(int count, List<List<String>> stages, long seed) implements SamplingStrategy {
    public PerStage {
      requireCount(count, 1);
      stages = stages.stream().map(List::copyOf).toList();
    }

    @Override
    public List<SubnetConfig> sample(SubnetSpace space, long iteration) {
      SplittableRandom random = generator(seed, iteration);
      List<SubnetConfig> subnets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Map<List<Object>, Double> draws = new HashMap<>();
        Map<List<Object>, Integer> before = new HashMap<>();
        subnets.add(
            space.subnet(
                axis -> {
                  List<Object> key = List.of(stage(axis), axis.dimension());
                  double draw = draws.computeIfAbsent(key, k -> random.nextDouble());
                  int place = before.merge(key, 1, Integer::sum) - 1;
                  boolean depth = axis.dimension() == Dimension.DEPTH;
                  return depth && stage(axis) instanceof Integer
                      ? place < (int) (draw * (skippable(space, axis) + 1)) ? 1 : 0
                      : (int) (draw * axis.sizes().size());
                }));
      }
      return subnets;
    }

    private static boolean together(List<String> stage, Axis axis) {
      return stage.contains(axis.layers().get(0));
    }

    /** The stage's index, or of a layer in none the layer. */
    private Object stage(Axis axis) {
      for (int i = 0; i < stages.size(); i++) {
        if (together(stages.get(i), axis)) {
          return i;
        }
      }
      return axis.layers();
    }

    private long skippable(SubnetSpace space, Axis axis) {
      List<String> stage = stages.get((Integer) stage(axis));
      return space.axes().stream()
          .filter(other -> other.dimension() == Dimension.DEPTH && together(stage, other))
          .count();
    }
  }

  /** See {@link #mixed(int, List, long)} and {@link #mixed(int, int, long)}. */
  record Mixed(int count, List<SubnetConfig> fixed, int between, long seed)
      implements SamplingStrategy {
    public Mixed {
      fixed = List.copyOf(fixed);
      requireCount(count, 2);
      requireCount(between, 0);
      requireCount(count, fixed.size() + between + 2);
    }

    @Override
    public List<SubnetConfig> sample(SubnetSpace space, long iteration) {
      List<SubnetConfig> subnets = new ArrayList<>();
      subnets.add(space.full());
      subnets.add(space.smallest());
      fixed.forEach(config -> subnets.add(space.project(config)));
      for (int i = 1; i <= between; i++) {
        subnets.add(space.between((double) i / (between + 1)));
      }
      int rest = count - subnets.size();
      if (rest > 0) {
        subnets.addAll(new RandomSizes(rest, Map.of(), seed).sample(space, iteration));
      }
      return subnets;
    }
  }
}
