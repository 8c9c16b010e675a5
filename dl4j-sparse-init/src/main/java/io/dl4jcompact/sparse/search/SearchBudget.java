package io.dl4jcompact.sparse.search;

/**
 * How long a draw is trained.
 *
 * @param amount epochs or iterations, at least 1
 * @param epochs whether it is epochs
 */
record SearchBudget(int amount, boolean epochs) {

  SearchBudget {
    if (amount < 1) {
      throw new IllegalArgumentException(
          "MaskSearch: the budget is %d %s, expected at least 1".formatted(amount, unit(epochs)));
    }
  }

  /** So many times as long. */
  SearchBudget times(int factor) {
    return new SearchBudget(Math.multiplyExact(amount, factor), epochs);
  }

  /** Whether so much training is all of it. */
  boolean isSpent(int iterationsDone, int epochsDone) {
    return (epochs ? epochsDone : iterationsDone) >= amount;
  }

  private static String unit(boolean epochs) {
    return epochs ? "epochs" : "iterations";
  }

  @Override
  public String toString() {
    String unit = unit(epochs);
    return amount + " " + (amount == 1 ? unit.substring(0, unit.length() - 1) : unit);
  }
}
