package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** The part of the layer contract about configurations, files, clones and transfer learning. */
abstract class SavingContract extends ContractNetworks {

  @ParameterizedTest
  @EnumSource
  void jsonRoundTripKeepsTheConfiguration(NetworkKind kind) {
    Model model = network(kind);

    Model read = kind.fromJson(model);

    assertSameLayers(kind, model, read);
  }

  @ParameterizedTest
  @EnumSource
  void yamlRoundTripKeepsTheConfiguration(NetworkKind kind) {
    Model model = network(kind);

    Model read = kind.fromYaml(model);

    assertSameLayers(kind, model, read);
  }

  private static void assertSameLayers(NetworkKind kind, Model model, Model other) {
    for (String name : List.of("first", "second")) {
      Layer conf = kind.layer(model, name).conf().getLayer();
      assertThat(kind.layer(other, name).conf().getLayer()).isEqualTo(conf).hasSameHashCodeAs(conf);
    }
    assertThat(other.numParams()).isEqualTo(model.numParams());
  }

  @Test
  void confsDifferIfASettingDiffers() {
    assertThat(layer("a", 4)).isEqualTo(layer("a", 4)).isNotEqualTo(layer("a", 5));
    assertThat(layer("a", 4).clone()).isEqualTo(layer("a", 4)).isNotEqualTo(layer("b", 4));
  }

  @ParameterizedTest
  @EnumSource
  void cloneTrainsOnItsOwn(NetworkKind kind) {
    // Not Adam: a cloned ComputationGraph forgets the iteration, which Adam counts.
    Model model = network(kind, settings(new Nesterovs(0.05)));
    train(kind, model);
    INDArray before = model.params().dup();

    Model copy = kind.copy(model);
    train(kind, copy);

    assertThat(model.params()).isEqualTo(before);
    train(kind, model);
    assertThat(copy.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @EnumSource
  void savedNetworkContinuesBitEqual(NetworkKind kind) {
    Model model = network(kind);
    train(kind, model);

    Model loaded = kind.saveAndLoad(model);

    assertThat(loaded.params()).isEqualTo(model.params());
    train(kind, model);
    train(kind, loaded);
    assertThat(loaded.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @EnumSource
  void transferLearningFreezesReplacesAndFineTunes(NetworkKind kind) {
    List<FeedForwardLayer> tested =
        List.of(layer("first", 4), layer("second", 5), layer("third", 4));
    Model model = network(kind, settings(new Adam(0.01)), tested);
    train(kind, model);
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).l2(0.01).updater(new Nesterovs(0.05)).build();

    Model tuned = kind.fineTune(model, fineTune, "first", "second", 7);

    assertThat(kind.layer(tuned, "first")).isInstanceOf(FrozenLayer.class);
    FeedForwardLayer replaced = (FeedForwardLayer) kind.layer(tuned, "second").conf().getLayer();
    assertThat(replaced.getNOut()).isEqualTo(7);
    assertThat(replaced.getIUpdater()).isEqualTo(new Nesterovs(0.05));
    assertThat(replaced.getRegularizationByParam("W"))
        .filteredOn(L2Regularization.class::isInstance)
        .hasSize(1);
    assertThat(replaced.getClass()).isEqualTo(layer("second", 7).getClass());
    INDArray frozen = kind.layer(tuned, "first").getParam("W").dup();
    INDArray trained = kind.layer(tuned, "second").getParam("W").dup();
    train(kind, tuned);
    assertThat(kind.layer(tuned, "first").getParam("W")).isEqualTo(frozen);
    assertThat(kind.layer(tuned, "first").getParam("W"))
        .isEqualTo(kind.layer(model, "first").getParam("W"));
    assertThat(kind.layer(tuned, "second").getParam("W")).isNotEqualTo(trained);
  }
}
