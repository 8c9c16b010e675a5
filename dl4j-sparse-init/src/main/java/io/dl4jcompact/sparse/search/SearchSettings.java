package io.dl4jcompact.sparse.search;

import io.dl4jcompact.sparse.Sparsify;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search is told.
 *
 * @param budget of the first round
 * @param halving by which draws become fewer after a round, or {@link #NO_HALVING}
 */
record SearchSettings(
    Sparsify sparsify, int draws, Path directory, SearchBudget budget, int halving, int threads) {

  static final int NO_HALVING = 0;

  SearchSettings {
    require("the number of draws", draws);
    require("the number of threads", threads);
  }

  private static void require(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "MaskSearch: %s is %d, expected at least 1".formatted(what, value));
    }
  }

  SearchSettings withBudget(SearchBudget other) {
    return new SearchSettings(sparsify, draws, directory, other, halving, threads);
  }

  SearchSettings withHalving(int factor) {
    return new SearchSettings(sparsify, draws, directory, budget, factor, threads);
  }

  SearchSettings withThreads(int number) {
    return new SearchSettings(sparsify, draws, directory, budget, halving, number);
  }

  /** How many draws take part in each round. */
  List<Integer> rounds() {
    List<Integer> rounds = new ArrayList<>(List.of(draws));
    int left = draws;
    while (halving != NO_HALVING && left > halving) {
      left = (left + halving - 1) / halving;
      rounds.add(left);
    }
    return rounds;
  }

  /** All that is trained until the end of a round, that of earlier ones included. */
  SearchBudget budget(int round) {
    SearchBudget spent = budget;
    for (int i = 0; i < round; i++) {
      spent = spent.times(halving);
    }
    return spent;
  }

  /** The number of threads changes nothing but the time. */
  String identity() {
    return "%s\n%d draws\n%s\nhalving %d\n".formatted(sparsify, draws, budget, halving);
  }
}
