package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What a subnet does not use is, bit for bit, what it was: parameters and the updater's state, with
 * any updater that has momentum, l1, l2 and weight decay.
 */
class InactiveSlicesTest {

  /** What happens between the steps; the network must be elastic in the same way after it. */
  enum Change {
    NONE,
    SAVED_AND_LOADED,
    CLONED,
    FINE_TUNED
  }

  @Provide
  Arbitrary<Supplier<IUpdater>> updaters() {
    return Arbitraries.of(
        List.of(
            () -> new Adam(0.01),
            () -> new Nesterovs(0.05, 0.9),
            () -> new AMSGrad(0.01),
            () -> new AdaMax(0.01),
            () -> new Nadam(0.01),
            () -> new RmsProp(0.01),
            () -> new AdaGrad(0.05),
            AdaDelta::new,
            () -> new Sgd(0.1),
            NoOp::new));
  }

  private static NeuralNetConfiguration.Builder settings(IUpdater updater, boolean decay) {
    NeuralNetConfiguration.Builder settings = ElasticNetworks.settings(updater).l1(1e-3);
    return decay ? settings.weightDecay(0.02) : settings.l2(0.02);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void inactiveElementsAndTheirStateStay(
      @ForAll NetworkKind kind,
      @ForAll("updaters") Supplier<IUpdater> updater,
      @ForAll boolean images,
      @ForAll boolean decay,
      @ForAll Change change,
      @ForAll long seed) {
    NeuralNetConfiguration.Builder settings = settings(updater.get(), decay);
    Model network =
        images ? ElasticNetworks.images(kind, settings) : ElasticNetworks.dense(kind, settings);
    SubnetSpace space = SubnetSpace.of(network);
    DataSet data = images ? ElasticNetworks.pictures(5, seed) : ElasticNetworks.vectors(5, seed);
    // All have momentum.
    kind.fit(network, data);
    kind.fit(network, data);

    int step = 0;
    for (SubnetConfig config : SamplingStrategy.random(3, seed).sample(space, 0)) {
      network = step++ == 1 ? changed(kind, network, change, decay) : network;
      Subnets.activate(network, config);
      float[] before = values(network.params());
      float[] stateBefore = state(network);

      kind.fit(network, data);

      assertInactiveStay(network, config, before, stateBefore);
    }
  }

  private static Model changed(NetworkKind kind, Model network, Change change, boolean decay) {
    return switch (change) {
      case NONE -> network;
      case SAVED_AND_LOADED -> kind.saveAndLoad(network);
      case CLONED -> kind.copy(network);
      case FINE_TUNED -> fineTuned(network, decay);
    };
  }

  private static Model fineTuned(Model network, boolean decay) {
    FineTuneConfiguration.Builder settings =
        new FineTuneConfiguration.Builder().seed(1).updater(new Nesterovs(0.05, 0.9));
    FineTuneConfiguration fineTune =
        (decay ? settings.weightDecay(0.05) : settings.l2(0.05)).build();
    return network instanceof MultiLayerNetwork list
        ? new TransferLearning.Builder(list).fineTuneConfiguration(fineTune).build()
        : new TransferLearning.GraphBuilder((ComputationGraph) network)
            .fineTuneConfiguration(fineTune)
            .build();
  }

  private static void assertInactiveStay(
      Model network, SubnetConfig config, float[] before, float[] stateBefore) {
    float[] after = values(network.params());
    float[] state = state(network);
    int next = 0;
    int nextState = 0;
    int moved = 0;
    for (Map.Entry<String, boolean[]> entry : ActiveElements.of(network, config).entrySet()) {
      boolean[] active = entry.getValue();
      int states = states(network, entry.getKey(), active.length);
      for (int i = 0; i < active.length; i++, next++) {
        moved += after[next] != before[next] ? 1 : 0;
        if (!active[i]) {
          assertThat(after[next])
              .as("%s[%d] of %s", entry.getKey(), i, config)
              .isEqualTo(before[next]);
          for (int s = 0; s < states; s++) {
            int place = nextState + s * active.length + i;
            assertThat(state[place])
                .as("state %d of %s[%d] of %s", s, entry.getKey(), i, config)
                .isEqualTo(stateBefore.length == 0 ? 0 : stateBefore[place]);
          }
        }
      }
      nextState += states * active.length;
    }
    assertThat(next).isEqualTo(after.length);
    assertThat(nextState).isEqualTo(state.length);
    assertThat(moved).isPositive();
  }

  /** How many values an updater keeps for each element. */
  private static int states(Model network, String key, int length) {
    String layer = key.substring(0, key.lastIndexOf('_'));
    String parameter = key.substring(key.lastIndexOf('_') + 1);
    org.deeplearning4j.nn.api.Layer of =
        network instanceof MultiLayerNetwork list
            ? list.getLayer(Integer.parseInt(layer))
            : ((ComputationGraph) network).getLayer(layer);
    return (int) (of.getConfig().getUpdaterByParam(parameter).stateSize(length) / length);
  }

  private static float[] state(Model network) {
    INDArray view =
        network instanceof MultiLayerNetwork list
            ? list.getUpdater().getStateViewArray()
            : ((ComputationGraph) network).getUpdater().getStateViewArray();
    return view == null ? new float[0] : values(view);
  }

  private static float[] values(INDArray array) {
    return array.dup().data().asFloat();
  }
}
