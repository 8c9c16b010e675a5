package io.dl4jcompact.elastic;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a training in which some dimensions are open: subnets vary in them alone.
 *
 * @param name for messages and names of files
 * @param open dimensions that vary; none while the whole network is trained
 * @param iterations number of updates, 1 or more
 */
public record ElasticPhase(String name, Set<Dimension> open, long iterations) {

  public ElasticPhase {
    open = Set.copyOf(open);
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "phase \"%s\": iterations is %d, expected at least 1".formatted(name, iterations));
    }
  }

  /** All dimensions from the start. */
  public static ElasticPhase joint(long iterations) {
    return new ElasticPhase("joint", EnumSet.allOf(Dimension.class), iterations);
  }

  /**
   * The whole network, then one dimension more at a time.
   *
   * @param iterations of the first phase
   * @param opened the dimension that each next phase opens, with its iterations, in this order
   * @throws IllegalArgumentException if a dimension is opened twice
   */
  public static List<ElasticPhase> progressive(long iterations, Opening... opened) {
    List<ElasticPhase> phases = new ArrayList<>();
    phases.add(new ElasticPhase("full", Set.of(), iterations));
    Set<Dimension> open = EnumSet.noneOf(Dimension.class);
    for (Opening opening : opened) {
      if (!open.add(opening.dimension())) {
        throw new IllegalArgumentException(
            opening.dimension().spec() + " is opened twice, expected each dimension once");
      }
      phases.add(new ElasticPhase(opening.dimension().spec(), open, opening.iterations()));
    }
    return List.copyOf(phases);
  }

  /**
   * A dimension that a phase opens.
   *
   * @param iterations of the phase
   */
  public record Opening(Dimension dimension, long iterations) {}

  /** {@code open(Dimension.WIDTH, 500)}. */
  public static Opening open(Dimension dimension, long iterations) {
    return new Opening(dimension, iterations);
  }
}
