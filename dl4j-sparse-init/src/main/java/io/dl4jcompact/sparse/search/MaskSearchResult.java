package io.dl4jcompact.sparse.search;

import io.dl4jcompact.core.SvgChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a {@link MaskSearch} found.
 *
 * @param network the best draw's, after its last round
 * @param draws all, the best first: those of later rounds before those that were given up, then by
 *     their last score, then by their number
 * @param budgets what was trained until the end of each round, for example "2 epochs"
 * @param <T> the kind of network
 */
public record MaskSearchResult<T>(T network, List<Draw> draws, List<String> budgets) {

  public MaskSearchResult {
    draws = List.copyOf(draws);
    budgets = List.copyOf(budgets);
  }

  /**
   * One choice of masks.
   *
   * @param number from 0
   * @param seed that {@code Sparsify} makes its masks of
   * @param connections of all its masks
   * @param scores validation scores after each round that it took part in
   */
  public record Draw(int number, long seed, long connections, List<Double> scores) {
    public Draw {
      scores = List.copyOf(scores);
    }

    /** The score after its last round. */
    public double score() {
      return scores.get(scores.size() - 1);
    }
  }

  /** The best draw. */
  public Draw best() {
    return draws.get(0);
  }

  /** A line for each draw, the best first. */
  public String table() {
    StringBuilder text = new StringBuilder("rank  draw                  seed   connections");
    budgets.forEach(budget -> text.append(String.format("  %18s", "after " + budget)));
    text.append('\n');
    for (int rank = 0; rank < draws.size(); rank++) {
      Draw draw = draws.get(rank);
      text.append(
          String.format(
              Locale.ROOT,
              "%4d  %4d  %20d  %,12d",
              rank + 1,
              draw.number(),
              draw.seed(),
              draw.connections()));
      for (int round = 0; round < budgets.size(); round++) {
        boolean took = round < draw.scores().size();
        String score = took ? String.format(Locale.ROOT, "%.6f", draw.scores().get(round)) : "-";
        text.append(String.format("  %18s", score));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** The scores of all draws as an SVG picture: a dot for each draw and round. */
  public String plot() {
    SvgChart chart = new SvgChart("draw", "validation score");
    for (int round = 0; round < budgets.size(); round++) {
      List<SvgChart.Point> points = new ArrayList<>();
      for (Draw draw : draws) {
        if (round < draw.scores().size()) {
          points.add(new SvgChart.Point(draw.number(), draw.scores().get(round)));
        }
      }
      chart.dots("after " + budgets.get(round), points);
    }
    return chart.picture();
  }
}
