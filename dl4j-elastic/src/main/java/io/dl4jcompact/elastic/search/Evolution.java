package io.dl4jcompact.elastic.search;

/**
 * How an evolutionary search goes on from random subnets.
 *
 * @param population subnets of each generation, 2 or more
 * @param generations number of them after the first, random one, 0 or more
 * @param parents the best ones of all so far, of which the next generation is made, 1 or more
 * @param mutation probability that a size of a mutated subnet is drawn anew, 0 to 1
 */
public record Evolution(int population, int generations, int parents, double mutation) {

  /** 50 subnets in 20 generations, of 12 parents, with a tenth of the sizes drawn anew. */
  public static final Evolution DEFAULT = new Evolution(50, 20, 12, 0.1);

  public Evolution {
    boolean valid = population >= 2 && generations >= 0 && parents >= 1;
    if (!valid || !(mutation >= 0 && mutation <= 1)) {
      throw new IllegalArgumentException(
          "population %d, generations %d, parents %d, mutation %s: expected at least 2, 0 and 1, and"
                  .formatted(population, generations, parents, mutation)
              + " a probability");
    }
  }
}
