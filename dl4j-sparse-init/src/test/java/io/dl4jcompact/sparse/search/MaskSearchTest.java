package io.dl4jcompact.sparse.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dl4jcompact.sparse.Sparsify;
import io.dl4jcompact.sparse.search.MaskSearchResult.Draw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class MaskSearchTest {

  private static final Sparsify SPARSIFY = new Sparsify(0.3, 20);

  @TempDir private Path directory;

  private MaskSearch search(String name, int draws) {
    return new MaskSearch(SPARSIFY, draws, directory.resolve(name));
  }

  private static MaskSearchResult<MultiLayerNetwork> run(MaskSearch search) throws IOException {
    return search.run(SearchTask.list(), SearchTask::training, SearchTask::validation);
  }

  /** A plain loop: the same networks, each trained on its own. */
  @Test
  void scoresAreThoseOfTheDrawsTrainedOneByOne() throws IOException {
    MaskSearchResult<MultiLayerNetwork> result = run(search("a", 4).epochs(2));

    List<Double> expected = new ArrayList<>();
    for (int draw = 0; draw < 4; draw++) {
      MultiLayerNetwork network =
          new MultiLayerNetwork(SPARSIFY.seed(20 + draw).apply(SearchTask.list()).result());
      network.init();
      DataSetIterator data = SearchTask.training();
      Nd4j.getRandom().setSeed(20 + draw);
      for (int epoch = 0; epoch < 2; epoch++) {
        data.reset();
        while (data.hasNext()) {
          network.fit(data.next());
        }
      }
      expected.add(SearchTask.loss(network));
    }
    assertThat(result.draws()).hasSize(4);
    for (Draw draw : result.draws()) {
      assertThat(draw.score()).isEqualTo(expected.get(draw.number()));
      assertThat(draw.connections()).isEqualTo(Math.round(0.3 * (12 * 16 + 16 * 3)));
      assertThat(draw.seed()).isEqualTo(20 + draw.number());
    }
    assertThat(result.draws()).isSortedAccordingTo(Comparator.comparingDouble(Draw::score));
    assertThat(expected).doesNotHaveDuplicates();
    assertThat(SearchTask.loss(result.network())).isEqualTo(result.best().score());
    assertThat(result.network().getEpochCount()).isEqualTo(2);
  }

  @Test
  void halvingTrainsTheBestForLonger() throws IOException {
    MaskSearchResult<MultiLayerNetwork> halved = run(search("a", 5).iterations(3).halving(2));

    assertThat(halved.budgets()).containsExactly("3 iterations", "6 iterations", "12 iterations");
    assertThat(halved.draws().stream().map(draw -> draw.scores().size()))
        .containsExactly(3, 3, 2, 1, 1);
    for (int round = 0; round < 2; round++) {
      int at = round;
      double worstThatStayed =
          halved.draws().stream()
              .filter(draw -> draw.scores().size() > at + 1)
              .mapToDouble(draw -> draw.scores().get(at))
              .max()
              .orElseThrow();
      assertThat(halved.draws())
          .filteredOn(draw -> draw.scores().size() == at + 1)
          .allSatisfy(draw -> assertThat(draw.score()).isGreaterThan(worstThatStayed));
    }
    assertThat(halved.network().getIterationCount()).isEqualTo(12);
    assertThat(halved.network().getEpochCount()).isEqualTo(12 / SearchTask.BATCHES);
    try (Stream<Path> files = Files.list(directory.resolve("a"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "search.txt",
              "draws.txt",
              "draws.svg",
              "draw-0.txt",
              "draw-1.txt",
              "draw-2.txt",
              "draw-3.txt",
              "draw-4.txt",
              "draw-" + halved.best().number() + "-round-2.zip");
    }
  }

  @Test
  void threadsChangeNothing() throws IOException {
    MaskSearchResult<MultiLayerNetwork> one = run(search("a", 6).halving(2));
    MaskSearchResult<MultiLayerNetwork> four = run(search("b", 6).halving(2).threads(4));

    assertThat(four.draws()).isEqualTo(one.draws());
    assertThat(four.network().params()).isEqualTo(one.network().params());
  }

  /** The process is killed when the score of some network is to be computed. */
  @Test
  void aSearchThatWasKilledGoesOn() throws IOException {
    MaskSearchResult<MultiLayerNetwork> whole = run(search("a", 4).halving(2));
    for (int scored = 0; scored < 6; scored++) {
      MaskSearch search = search("killed" + scored, 4).halving(2);
      AtomicInteger left = new AtomicInteger(scored);
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  search.run(
                      SearchTask.list(),
                      SearchTask::training,
                      () -> new Killing(left, SearchTask.validation())))
          .withMessage("killed");

      MaskSearchResult<MultiLayerNetwork> resumed = run(search);

      assertThat(resumed.draws()).isEqualTo(whole.draws());
      assertThat(resumed.network().params()).isEqualTo(whole.network().params());
    }
  }

  @Test
  void networksThatAStopLeftAreRemoved() throws IOException {
    MaskSearch search = search("a", 4).halving(2);
    MaskSearchResult<MultiLayerNetwork> result = run(search);
    Path left = directory.resolve("a/draw-" + result.best().number() + "-round-0.zip");
    Files.createFile(left);

    run(search);

    assertThat(left).doesNotExist();
  }

  @Test
  void aSearchThatIsOverTrainsNothing() throws IOException {
    MaskSearch search = search("a", 3);
    MaskSearchResult<MultiLayerNetwork> first = run(search);

    MaskSearchResult<MultiLayerNetwork> second =
        search.run(
            SearchTask.list(),
            () -> {
              throw new AssertionError("training");
            },
            SearchTask::validation);

    assertThat(second.draws()).isEqualTo(first.draws());
    assertThat(second.network().params()).isEqualTo(first.network().params());
  }

  @Test
  void graphsAreSearchedToo() throws IOException {
    MaskSearch search = search("a", 3).halving(2).threads(2);

    MaskSearchResult<ComputationGraph> result =
        search.run(SearchTask.graph(), SearchTask::training, SearchTask::validation);

    assertThat(SearchTask.loss(result.network())).isEqualTo(result.best().score());
    assertThat(result.best().scores()).hasSize(2);
  }

  @Test
  void trainedNetworksAreWhereDrawsBegin() throws IOException {
    MultiLayerNetwork list = new MultiLayerNetwork(SearchTask.list());
    list.init();
    list.params().muli(2);
    ComputationGraph graph = new ComputationGraph(SearchTask.graph());
    graph.init();
    graph.params().muli(2);
    double before = list.params().norm2Number().doubleValue();

    MaskSearchResult<MultiLayerNetwork> warm =
        search("a", 2).run(list, SearchTask::training, SearchTask::validation);
    MaskSearchResult<ComputationGraph> warmGraph =
        search("b", 2).run(graph, SearchTask::training, SearchTask::validation);

    assertThat(warm.best().score()).isNotEqualTo(run(search("c", 2)).best().score());
    assertThat(warmGraph.best().scores()).hasSize(1);
    assertThat(list.params().norm2Number().doubleValue()).isEqualTo(before);
    list.params().muli(2);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> search("a", 2).run(list, SearchTask::training, SearchTask::validation))
        .withMessageContaining("keeps a search of another network or with other settings");
  }

  @Test
  void tableAndPlotShowAllDraws() throws Exception {
    MaskSearchResult<MultiLayerNetwork> result = run(search("a", 5).halving(2));

    List<String> lines = Files.readAllLines(directory.resolve("a/draws.txt"));
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains("after 1 epoch ", "after 2 epochs", "after 4 epochs");
    for (int rank = 0; rank < 5; rank++) {
      Draw draw = result.draws().get(rank);
      assertThat(lines.get(rank + 1).trim().split(" +"))
          .startsWith(
              String.valueOf(rank + 1),
              String.valueOf(draw.number()),
              String.valueOf(draw.seed()),
              "72",
              "%.6f".formatted(draw.scores().get(0)));
    }
    assertThat(lines.get(5)).endsWith("-");
    // 5 in the first round, 3 in the second, 2 in the third.
    assertThat(Files.readString(directory.resolve("a/draws.svg")).split("<circle")).hasSize(11);
  }

  @Test
  void scoresThatAreNoNumbersAreTheWorst() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    MaskSearchResult<MultiLayerNetwork> result =
        search("a", 3)
            .run(
                SearchTask.list(),
                SearchTask::training,
                () -> new Numbers(calls, Double.NaN, 1, 2));

    assertThat(result.draws().stream().map(Draw::number)).containsExactly(2, 1, 0);
  }

  /** Throws in place of a score. */
  private record Killing(AtomicInteger left, ScoreCalculator<Model> scores)
      implements ScoreCalculator<Model> {

    @Override
    public double calculateScore(Model network) {
      if (left.getAndDecrement() == 0) {
        throw new IllegalStateException("killed");
      }
      return scores.calculateScore(network);
    }

    @Override
    public boolean minimizeScore() {
      return scores.minimizeScore();
    }
  }

  /** Numbers in their order, whatever the network; more is better. */
  private record Numbers(AtomicInteger calls, double... numbers) implements ScoreCalculator<Model> {

    @Override
    public double calculateScore(Model network) {
      return numbers[calls.getAndIncrement()];
    }

    @Override
    public boolean minimizeScore() {
      return false;
    }
  }
}
