package io.dl4jcompact.sparse.search;

import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.search.MaskSearchResult.Draw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One search: rounds of draws, each of which is trained, scored and kept, then given up or not. All
 * state is in the directory, so that a search that goes on does what one without a stop does.
 */
final class SearchRun<T extends Model> {

  private final SearchSettings settings;
  private final SearchedNetworks<T> networks;
  private final Supplier<? extends DataSetIterator> training;
  private final Supplier<? extends ScoreCalculator<Model>> validation;
  private final SearchDirectory directory;
  private final boolean lessIsBetter;

  SearchRun(
      SearchSettings settings,
      SearchedNetworks<T> networks,
      Supplier<? extends DataSetIterator> training,
      Supplier<? extends ScoreCalculator<Model>> validation) {
    this.settings = settings;
    this.networks = networks;
    this.training = training;
    this.validation = validation;
    directory = new SearchDirectory(settings.directory());
    lessIsBetter = validation.get().minimizeScore();
  }

  MaskSearchResult<T> run() throws IOException {
    directory.open(settings.identity() + networks.identity() + "\n");
    List<Integer> rounds = settings.rounds();
    List<Integer> left = IntStream.range(0, settings.draws()).boxed().toList();
    for (int round = 0; round < rounds.size(); round++) {
      train(left, round);
      int staying = round + 1 < rounds.size() ? rounds.get(round + 1) : 1;
      left = best(left, round, staying);
    }
    MaskSearchResult<T> result = result(rounds.size());
    directory.write("draws.txt", result.table());
    directory.write("draws.svg", result.plot());
    return result;
  }

  private void train(List<Integer> draws, int round) throws IOException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int draw : draws) {
      if (directory.kept(draw).scores().size() <= round) {
        tasks.add(() -> train(draw, round));
      } else {
        // A stop may have come between the score and this.
        directory.drop(draw, round - 1);
      }
    }
    ParallelTasks.run(settings.threads(), tasks);
  }

  private Void train(int draw, int round) throws IOException {
    try {
      SearchDirectory.Kept kept = directory.kept(draw);
      long connections = kept.connections();
      T network;
      if (round == 0) {
        Sparsified<T> made = networks.draw(settings.sparsify().seed(seed(draw)));
        network = made.result();
        connections = made.connections();
      } else {
        network = networks.load(directory.network(draw, round - 1));
      }
      networks.accelerate(network);
      DrawTraining<T> part = new DrawTraining<>(networks, training.get());
      // Dropout's: a thread has its own generator, which no file keeps.
      Nd4j.getRandom().setSeed(seed(draw) + settings.draws() * (long) round);
      SearchBudget spent = round == 0 ? null : settings.budget(round - 1);
      part.run(network, spent, settings.budget(round));
      List<Double> scores = new ArrayList<>(kept.scores());
      scores.add(validation.get().calculateScore(network));
      directory.keep(draw, network, connections, scores);
      return null;
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private long seed(int draw) {
    return settings.sparsify().seed() + draw;
  }

  /** The draws that stay, in the order of their numbers; the networks of others are removed. */
  private List<Integer> best(List<Integer> draws, int round, int staying) throws IOException {
    List<Draw> ranked = new ArrayList<>();
    for (int draw : draws) {
      SearchDirectory.Kept kept = directory.kept(draw);
      ranked.add(
          new Draw(draw, seed(draw), kept.connections(), kept.scores().subList(0, round + 1)));
    }
    ranked.sort(bestFirst());
    for (Draw draw : ranked.subList(staying, ranked.size())) {
      directory.drop(draw.number(), round);
    }
    return ranked.subList(0, staying).stream().map(Draw::number).sorted().toList();
  }

  private Comparator<Draw> bestFirst() {
    // Infinity is the worst either way, and a score that is not a number no better.
    Comparator<Draw> byScore =
        Comparator.comparingDouble(
            draw -> {
              double score = lessIsBetter ? draw.score() : -draw.score();
              return Double.isNaN(score) ? Double.POSITIVE_INFINITY : score;
            });
    return Comparator.<Draw>comparingInt(draw -> -draw.scores().size())
        .thenComparing(byScore)
        .thenComparingInt(Draw::number);
  }

  private MaskSearchResult<T> result(int rounds) throws IOException {
    List<Draw> draws = new ArrayList<>();
    for (int draw = 0; draw < settings.draws(); draw++) {
      SearchDirectory.Kept kept = directory.kept(draw);
      draws.add(new Draw(draw, seed(draw), kept.connections(), kept.scores()));
    }
    draws.sort(bestFirst());
    T network = networks.load(directory.network(draws.get(0).number(), rounds - 1));
    networks.accelerate(network);
    List<String> budgets =
        IntStream.range(0, rounds).mapToObj(round -> settings.budget(round).toString()).toList();
    return new MaskSearchResult<>(network, draws, budgets);
  }
}
