package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.BooleanNetworks;
import io.dl4jcompact.core.NetworkKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class FlipRatioListenerTest {

  private static final int STEPS = 6;

  private static Model network(NetworkKind kind, long seed) {
    BooleanNetworks networks = new BooleanNetworks(seed);
    return kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
  }

  private static Layer[] layers(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getLayers()
        : ((ComputationGraph) model).getLayers();
  }

  /** All bits of each Boolean layer, one after the other. */
  private static Map<String, float[]> bits(Model model) {
    Map<String, float[]> bits = new LinkedHashMap<>();
    for (Layer layer : layers(model)) {
      if (layer.conf().getLayer() instanceof BooleanLayer) {
        bits.put(layer.conf().getLayer().getLayerName(), layer.params().dup().data().asFloat());
      }
    }
    return bits;
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatChanged(NetworkKind kind) {
    for (long seed = 1; seed <= 4; seed++) {
      Model model = network(kind, seed);
      FlipRatioListener listener = new FlipRatioListener(1);
      model.setListeners(listener);
      long flips = 0;
      for (int i = 0; i < STEPS; i++) {
        Map<String, float[]> before = bits(model);

        kind.fit(model, BooleanNetworks.data(i));

        Map<String, float[]> after = bits(model);
        assertThat(listener.history()).containsOnlyKeys(before.keySet());
        for (FlipRatio ratio : FlipRatio.of(model)) {
          int changed = changed(before.get(ratio.layer()), after.get(ratio.layer()));
          int bits = before.get(ratio.layer()).length;
          assertThat(ratio).isEqualTo(new FlipRatio(ratio.layer(), changed, bits));
          FlipRatioListener.Point point = listener.history().get(ratio.layer()).get(i);
          assertThat(point.iteration()).isEqualTo(i);
          assertThat(point.ratio()).isEqualTo((double) changed / bits);
          assertThat(point.accumulators().layer()).isEqualTo(ratio.layer());
          assertThat(point.accumulators().counts()).hasSize(20);
          assertThat(point.accumulators().counts().stream().mapToLong(Long::longValue).sum())
              .isEqualTo(bits);
          flips += changed;
        }
      }
      assertThat(flips).as("seed %d", seed).isPositive();
    }
  }

  private static int changed(float[] before, float[] after) {
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i] == after[i] ? 0 : 1;
    }
    return changed;
  }

  @Test
  void keepsEverySoManyIterationsButAveragesAllOfAnEpoch() {
    MultiLayerNetwork network = (MultiLayerNetwork) network(NetworkKind.LIST, 1);
    FlipRatioListener all = new FlipRatioListener(1);
    FlipRatioListener some = new FlipRatioListener(3);
    network.setListeners(all, some);

    network.fit(batches(2), 1);
    network.fit(batches(5), 1);

    assertThat(some.history().get("dense"))
        .extracting(FlipRatioListener.Point::iteration)
        .containsExactly(0, 3, 6);
    double flipped = 0;
    long bits = 0;
    for (FlipRatio layer : FlipRatio.of(network)) {
      flipped +=
          layer.bits()
              * all.history().get(layer.layer()).stream()
                  .skip(2)
                  .mapToDouble(FlipRatioListener.Point::ratio)
                  .sum();
      bits += layer.bits();
    }
    assertThat(some.epochRatio()).isEqualTo(flipped / (5 * bits), within(1e-12)).isPositive();
  }

  private static DataSetIterator batches(int count) {
    return new ExistingDataSetIterator(
        LongStream.range(0, count).mapToObj(BooleanNetworks::data).toList());
  }

  /** Deeplearning4j's UI draws these magnitudes. */
  @ParameterizedTest
  @EnumSource
  void statsListenerSeesFlipRatiosAsUpdates(NetworkKind kind) {
    Model model = network(kind, 1);
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    model.setListeners(new StatsListener(storage, 1));

    for (int i = 0; i < 3; i++) {
      INDArray before = kind.layer(model, "dense").getParam("W").dup('f');
      kind.fit(model, BooleanNetworks.data(i));
      INDArray after = kind.layer(model, "dense").getParam("W");

      String session = storage.listSessionIDs().get(0);
      String worker = storage.listWorkerIDsForSession(session).get(0);
      StatsReport report =
          (StatsReport) storage.getLatestUpdate(session, StatsListener.TYPE_ID, worker);
      Map<String, Double> magnitudes = report.getMeanMagnitudes(StatsType.Updates);
      String key =
          magnitudes.keySet().stream()
              .filter(name -> name.equals(name(model) + "_W"))
              .findFirst()
              .orElseThrow();
      double ratio =
          changed(before.data().asFloat(), after.dup('f').data().asFloat())
              / (double) before.length();
      assertThat(magnitudes.get(key)).isEqualTo(ratio, within(1e-6));
    }
  }

  private static String name(Model model) {
    return model instanceof MultiLayerNetwork network
        ? String.valueOf(network.getLayerNames().indexOf("dense"))
        : "dense";
  }

  @Test
  void plotHasACurveForEachLayer(@TempDir Path directory) throws Exception {
    Model model = network(NetworkKind.LIST, 1);
    FlipRatioListener listener = new FlipRatioListener(1);
    model.setListeners(listener);
    for (int i = 0; i < STEPS; i++) {
      NetworkKind.LIST.fit(model, BooleanNetworks.data(i));
    }
    Path file = directory.resolve("flips.svg");

    listener.writePlot(file);

    var curves =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(listener.history().size());
    String points = curves.item(0).getAttributes().getNamedItem("points").getNodeValue();
    assertThat(points.split(" ")).hasSize(STEPS);
    assertThat(Files.readString(file))
        .contains(">dense</text>", ">iteration<", ">" + (STEPS - 1) + "<");
  }

  @Test
  void plotNeedsIterations(@TempDir Path directory) {
    assertThatIllegalStateException()
        .isThrownBy(() -> new FlipRatioListener(1).writePlot(directory.resolve("flips.svg")))
        .withMessageContaining("0 iterations were kept");
  }

  @Test
  void networkMustHaveBits() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(BooleanNetworks.SIZE * BooleanNetworks.SIZE)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(BooleanNetworks.inputType())
                .build());
    network.init();
    network.setListeners(new FlipRatioListener(1));

    assertThatIllegalStateException()
        .isThrownBy(() -> network.fit(BooleanNetworks.data(0)))
        .withMessageContaining("the network has 0 Boolean layers that are trained");
  }

  @Test
  void settingsMustBeInRange() {
    FlipRatioListener listener = new FlipRatioListener(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlipRatioListener(0))
        .withMessage("FlipRatioListener: frequency is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlipRatioEpochTerminationCondition(listener, 0, 1))
        .withMessageContaining("limit is 0.0, expected more than 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlipRatioEpochTerminationCondition(listener, 0.5, 0))
        .withMessageContaining("epochs is 0, expected at least 1");
    FlipRatioEpochTerminationCondition deaf =
        new FlipRatioEpochTerminationCondition(listener, 0.5, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> deaf.terminate(0, 0, true))
        .withMessageContaining("setListeners(..)");
  }

  /** η becomes 0 after the second epoch of four batches, so nothing flips from the third on. */
  @Test
  void trainingEndsWhenFewBitsFlip() {
    MultiLayerNetwork network = (MultiLayerNetwork) network(NetworkKind.LIST, 1);
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BooleanLayer) {
        ((BaseLayer) layer.conf().getLayer())
            .setIUpdater(
                new SignFlip(
                    new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 100).add(8, 0).build()));
      }
    }
    FlipRatioListener listener = new FlipRatioListener(1);
    network.setListeners(listener);

    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                    .epochTerminationConditions(
                        new FlipRatioEpochTerminationCondition(listener, 1e-9, 3),
                        new MaxEpochsTerminationCondition(20))
                    .scoreCalculator(new DataSetLossCalculator(batches(4), true))
                    .modelSaver(new InMemoryModelSaver<>())
                    .build(),
                network,
                batches(4))
            .fit();

    assertThat(result.getTotalEpochs()).isEqualTo(5);
    assertThat(result.getTerminationDetails()).contains("limit=1.0E-9, epochs=3");
    List<FlipRatioListener.Point> dense = listener.history().get("dense");
    assertThat(dense.subList(0, 8)).anyMatch(point -> point.ratio() > 0);
    assertThat(dense.subList(8, 20)).allMatch(point -> point.ratio() == 0);
  }
}
