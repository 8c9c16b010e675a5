package io.dl4jcompact.elastic.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticBatchNormalization;
import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import io.dl4jcompact.elastic.ElasticDenseLayer;
import io.dl4jcompact.elastic.ElasticOutputLayer;
import io.dl4jcompact.elastic.SubnetConfig;
import io.dl4jcompact.elastic.SubnetSpace;
import io.dl4jcompact.elastic.Subnets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SubnetSearchTest {

  private static final InputType IMAGES = InputType.convolutional(6, 5, 2);

  private final MultiLayerNetwork network = network();

  @TempDir private Path directory;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(
                    new ElasticConvolutionLayer.Builder()
                        .name("conv")
                        .kernelSizes(1, 3)
                        .stride(2, 1)
                        .widths(2, 3, 4)
                        .build())
                .layer(new ElasticBatchNormalization.Builder().name("norm").build())
                .layer(new ElasticDenseLayer.Builder().name("dense").widths(2, 4, 6).build())
                .layer(new ElasticDenseLayer.Builder().name("skip").widths(3, 6).build())
                .layer(new ElasticOutputLayer.Builder().name("out").nOut(3).build())
                .setInputType(IMAGES)
                .build());
    network.init();
    return network;
  }

  /** The multiply-adds of {@link #network}, by hand: 3x5 positions of the convolution. */
  private static long multiplyAdds(SubnetConfig config) {
    long kernel = config.size("conv", Dimension.KERNEL);
    long channels = config.size("conv", Dimension.WIDTH);
    long dense = config.size("dense", Dimension.WIDTH);
    long next = config.size("skip", Dimension.WIDTH);
    return 15 * 2 * channels * kernel * kernel + 15 * channels * dense + dense * next + next * 3;
  }

  private static long parameters(SubnetConfig config) {
    long kernel = config.size("conv", Dimension.KERNEL);
    long channels = config.size("conv", Dimension.WIDTH);
    long dense = config.size("dense", Dimension.WIDTH);
    long next = config.size("skip", Dimension.WIDTH);
    return 2 * channels * kernel * kernel
        + channels
        + 4 * channels
        + (15 * channels + 1) * dense
        + (dense + 1) * next
        + (next + 1) * 3;
  }

  /** Any function of the subnet will do; this one likes wide dense layers and small kernels. */
  private static double liking(SubnetConfig config) {
    return config.size("dense", Dimension.WIDTH)
        - 0.3 * config.size("conv", Dimension.KERNEL)
        + 0.01 * config.size("conv", Dimension.WIDTH)
        + 0.001 * config.size("skip", Dimension.WIDTH);
  }

  private final List<SubnetConfig> asked = new ArrayList<>();

  private final ToDoubleFunction<Model> score =
      model -> {
        asked.add(Subnets.active(model));
        return liking(Subnets.active(model));
      };

  private SubnetSpace space() {
    return SubnetSpace.of(network);
  }

  @Test
  void costsAreThoseOfTheFormulas() {
    List<SubnetConfig> all = space().all(36);
    SearchResult adds =
        new SubnetSearch(network, space(), SubnetCost.multiplyAdds(1e9, IMAGES), score)
            .evaluate(all);
    SearchResult sizes =
        new SubnetSearch(network, space(), SubnetCost.parameters(1e9), score).evaluate(all);

    assertThat(adds.candidates()).hasSize(36);
    for (int i = 0; i < 36; i++) {
      SubnetConfig config = all.get(i);
      assertThat(adds.candidates().get(i).cost()).isEqualTo(multiplyAdds(config));
      assertThat(sizes.candidates().get(i).cost()).isEqualTo(parameters(config));
    }
    assertThat(asked.subList(0, 36)).containsExactlyElementsOf(all);
  }

  @Test
  void searchesStayWithinTheBudgetAndFindTheBest() {
    double limit = 700;
    SubnetConfig best =
        space().all(36).stream()
            .filter(config -> multiplyAdds(config) <= limit)
            .max(Comparator.comparingDouble(SubnetSearchTest::liking))
            .orElseThrow();
    SubnetCost cost = SubnetCost.multiplyAdds(limit, IMAGES);
    SubnetSearch search = new SubnetSearch(network, space(), cost, score);

    SearchResult random = search.random(30, 3);
    SearchResult evolved = search.evolve(new Evolution(4, 6, 3, 0.3), 3);

    for (SearchResult result : List.of(random, evolved)) {
      Set<SubnetConfig> different = new HashSet<>();
      for (Candidate candidate : result.candidates()) {
        assertThat(candidate.cost()).isLessThanOrEqualTo(limit);
        assertThat(candidate.score()).isEqualTo(liking(candidate.subnet()));
        assertThat(different.add(candidate.subnet())).isTrue();
      }
      assertThat(result.best().subnet()).isEqualTo(best);
    }
    assertThat(search.random(5, 9))
        .isEqualTo(search.random(5, 9))
        .isNotEqualTo(search.random(5, 8));
    assertThat(search.evolve(new Evolution(4, 2, 2, 0.5), 9))
        .isEqualTo(search.evolve(new Evolution(4, 2, 2, 0.5), 9));
    assertThat(Subnets.active(network)).isEqualTo(SubnetConfig.largest(network));
  }

  @Test
  void measuredCostsAreAskedOnceForEachSubnet() {
    List<Long> measured = new ArrayList<>();
    SubnetCost latency =
        SubnetCost.measured(
            "latency, ms",
            Double.POSITIVE_INFINITY,
            model -> {
              measured.add(model.numParams());
              return model.numParams() / 100.0;
            });
    SubnetSearch search = new SubnetSearch(network, space(), latency, score);

    SearchResult first = search.evaluate(space().all(36));
    search.evaluate(space().all(36));

    assertThat(measured).hasSize(36);
    assertThat(first.table()).startsWith("     latency, ms     score    subnet");
  }

  @Test
  void frontIsWhatNoOtherSurpasses() throws Exception {
    SearchResult result =
        new SubnetSearch(network, space(), SubnetCost.parameters(1e9), score)
            .evaluate(space().all(36));

    List<Candidate> expected = new ArrayList<>();
    for (Candidate candidate : result.candidates()) {
      boolean surpassed =
          result.candidates().stream()
              .anyMatch(
                  other ->
                      other.cost() <= candidate.cost()
                          && other.score() >= candidate.score()
                          && !other.equals(candidate));
      if (!surpassed) {
        expected.add(candidate);
      }
    }
    assertThat(result.front()).containsExactlyInAnyOrderElementsOf(expected).hasSizeBetween(3, 35);
    assertThat(result.front()).isSortedAccordingTo(Comparator.comparingDouble(Candidate::cost));
    assertThat(result.table().lines()).hasSize(37);
    assertThat(result.table().lines().filter(line -> line.contains("  * ")))
        .hasSize(expected.size());
    Path plot = directory.resolve("front.svg");
    result.plot(plot);
    var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(36);
    String line =
        picture
            .getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getTextContent();
    assertThat(Files.readString(plot)).contains("parameters");
    assertThat(line.split(" ")).hasSize(expected.size());
  }

  @Test
  void recalibratedValuesDoNotStay() {
    Nd4j.getRandom().setSeed(1);
    INDArray features = Nd4j.rand(DataType.FLOAT, 8, 2, 6, 5);
    DataSet data = new DataSet(features, Nd4j.zeros(DataType.FLOAT, 8, 3));
    INDArray before = network.params().dup();
    Set<Float> means = new HashSet<>();

    new SubnetSearch(
            network,
            space(),
            SubnetCost.parameters(1e9),
            model -> {
              Subnets.recalibrate(model, new ExistingDataSetIterator(List.of(data)));
              means.add(model.paramTable().get("1_mean").getFloat(0));
              return 1;
            })
        .random(4, 1);

    assertThat(means).hasSizeGreaterThan(1);
    assertThat(network.params()).isEqualTo(before);
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    SubnetSearch search = new SubnetSearch(network, space(), SubnetCost.parameters(9), score);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> search.random(3, 1))
        .withMessageContaining("parameters: limit is 9.0, expected at least ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search.evaluate(List.of()))
        .withMessageContaining("no subnet was scored");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space().all(35))
        .withMessageContaining("there are 36 subnets, expected at most 35");
    assertThatIllegalArgumentException().isThrownBy(() -> SubnetCost.parameters(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Evolution(1, 1, 1, 0));
    MultiLayerNetwork other =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(new PReLULayer.Builder().name("unknown").inputShape(4).build())
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.feedForward(4))
                .build());
    other.init();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SubnetCost.multiplyAdds(9, InputType.feedForward(4)).of().applyAsDouble(other))
        .withMessageContaining("layer \"unknown\": PReLULayer has weights");
  }
}
