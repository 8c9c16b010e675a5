package io.dl4jcompact.quant;

import static io.dl4jcompact.quant.CompensationNetworks.INPUT;
import static io.dl4jcompact.quant.CompensationNetworks.RATE;
import static io.dl4jcompact.quant.CompensationNetworks.builder;
import static io.dl4jcompact.quant.CompensationNetworks.compensation;
import static io.dl4jcompact.quant.CompensationNetworks.network;
import static io.dl4jcompact.quant.CompensationNetworks.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.core.SingleLayer;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** What the configuration keeps and refuses, in files, clones and transfer learning. */
class CompensationLayerConfTest {

  static Stream<Arguments> kindsAndLayers() {
    return Stream.of(NetworkKind.values())
        .flatMap(
            kind ->
                Stream.of(builder().penalty(0.3).build(), builder().trackMean(0.75).build())
                    .map(layer -> Arguments.of(kind, layer)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void jsonAndYamlKeepTheSettings(NetworkKind kind, CompensationLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);
    Object conf = compensation(kind, model).conf().getLayer();

    for (Model read : List.of(kind.fromJson(model), kind.fromYaml(model))) {
      assertThat(compensation(kind, read).conf().getLayer())
          .isEqualTo(conf)
          .hasSameHashCodeAs(conf)
          .hasToString(conf.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void savedNetworksAndClonesContinueBitEqual(NetworkKind kind, CompensationLayer layer) {
    Model model = network(kind, new Nesterovs(RATE), layer);
    train(kind, model, 2);

    for (Model other : List.of(kind.saveAndLoad(model), kind.copy(model))) {
      Model original = kind.saveAndLoad(model);
      train(kind, original, 2);
      train(kind, other, 2);
      assertThat(other.params()).isEqualTo(original.params());
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void transferLearningKeepsAndFreezesIt(NetworkKind kind, CompensationLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);
    train(kind, model, 2);
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).l2(0.01).updater(new Nesterovs(0.05)).build();

    Model tuned = kind.fineTune(model, fineTune, "compensation", "dense", 7);
    INDArray before = compensation(kind, model).params().dup();
    train(kind, tuned, 2);

    assertThat(compensation(kind, tuned).params()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void memoryReportCountsTheParameters(NetworkKind kind, CompensationLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);

    assertThat(
            kind.memoryReport(model, INPUT)
                .getMemoryBytes(
                    MemoryType.PARAMETERS,
                    6,
                    MemoryUseMode.TRAINING,
                    CacheMode.NONE,
                    DataType.FLOAT))
        .isEqualTo(model.numParams() * Float.BYTES);
  }

  @Test
  void badSettingsAreRefusedByName() {
    String name = "CompensationLayer \"compensation\": ";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().penalty(-1).build())
        .withMessageContaining(name + "penalty is -1.0, expected a finite number of at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().trackMean(1).build())
        .withMessageContaining(name + "decay is 1.0, expected one in [0, 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().nIn(3).nOut(4).build())
        .withMessageContaining(name + "nOut is 4, expected nIn, which is 3");
    assertThatThrownBy(
            () -> SingleLayer.of(builder().build(), InputType.recurrent(3), DataType.FLOAT))
        .hasMessageContaining(name + "input type is ");
  }
}
