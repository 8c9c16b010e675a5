package io.dl4jcompact.elastic.search;

import io.dl4jcompact.core.SvgChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The subnets that a search scored, in the order in which it did, each once.
 *
 * @param cost what their cost counts
 * @param candidates at least one
 */
public record SearchResult(SubnetCost cost, List<Candidate> candidates) {

  private static final Comparator<Candidate> CHEAPEST_FIRST =
      Comparator.comparingDouble(Candidate::cost)
          .thenComparing(Comparator.comparingDouble(Candidate::score).reversed());

  public SearchResult {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("no subnet was scored, expected at least 1");
    }
  }

  /** The one with the highest score; of equal ones the cheapest. */
  public Candidate best() {
    List<Candidate> front = front();
    return front.get(front.size() - 1);
  }

  /**
   * The Pareto front: those that no other one surpasses in score at the same or a smaller cost; the
   * cheapest first. Of equal ones the first is in it.
   */
  public List<Candidate> front() {
    List<Candidate> front = new ArrayList<>();
    for (Candidate candidate : candidates.stream().sorted(CHEAPEST_FIRST).toList()) {
      if (front.isEmpty() || candidate.score() > front.get(front.size() - 1).score()) {
        front.add(candidate);
      }
    }
    return List.copyOf(front);
  }

  /** A line for each candidate, the cheapest first; a star marks the Pareto front. */
  public String table() {
    List<Candidate> front = front();
    StringBuilder table = new StringBuilder();
    table.append("%16s  %8s    subnet%n".formatted(cost.name(), "score"));
    for (Candidate candidate : candidates.stream().sorted(CHEAPEST_FIRST).toList()) {
      table.append(
          String.format(
              Locale.ROOT,
              "%16.6g  %8.4f  %s %s%n",
              candidate.cost(),
              candidate.score(),
              front.contains(candidate) ? "*" : " ",
              candidate.subnet()));
    }
    return table.toString();
  }

  /**
   * Draws costs and scores, with a line along the Pareto front, as an SVG picture.
   *
   * @throws IOException if the file cannot be written
   */
  public void plot(Path file) throws IOException {
    String picture =
        new SvgChart(cost.name(), "score")
            .dots("subnets", points(candidates))
            .line("Pareto front", points(front()))
            .picture();
    Files.writeString(file, picture);
  }

  private static List<SvgChart.Point> points(List<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> new SvgChart.Point(candidate.cost(), candidate.score()))
        .toList();
  }
}
