package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.core.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Settings of Boolean layers: what is refused, what files keep, what memory they say. */
class BooleanLayerConfTest {

  private static BooleanDenseLayer.Builder dense() {
    return plain().updater(new SignFlip(1));
  }

  /** With the network's updater. */
  private static BooleanDenseLayer.Builder plain() {
    return new BooleanDenseLayer.Builder().name("mine").nOut(4);
  }

  private static BooleanConvolutionLayer.Builder convolution() {
    return new BooleanConvolutionLayer.Builder(3, 3)
        .name("mine")
        .nOut(4)
        .updater(
            new Bop(new FixedSchedule(0.5), new CosineSchedule(ScheduleType.EPOCH, 1e-3, 0, 9)));
  }

  static Stream<Refusal> builders() {
    return Stream.of(
        new Refusal(() -> dense().nOut(0).build(), "nOut is 0, expected at least 1"),
        new Refusal(() -> dense().nIn(-1).build(), "nIn is -1, expected at least 0"),
        new Refusal(() -> dense().updater(new Adam(1)).build(), "updater is Adam(learningRate=1.0"),
        new Refusal(() -> convolution().stride(0, 1).build(), "stride is [0, 1], expected two"),
        new Refusal(() -> convolution().dilation(2, 1).build(), "dilation is 2x1, expected 1x1"),
        new Refusal(
            () -> convolution().dataFormat(CNN2DFormat.NHWC).build(),
            "data format is NHWC, expected NCHW"),
        new Refusal(
            () -> convolution().convolutionMode(ConvolutionMode.Causal).build(),
            "convolutionMode is Causal"));
  }

  /** What only a network knows. */
  static Stream<Refusal> networks() {
    return Stream.of(
        new Refusal(
            () -> network(settings().updater(new Adam(1)), plain().build()),
            "updater is Adam(learningRate=1.0"),
        new Refusal(
            () ->
                network(
                    settings().weightNoise(new WeightNoise(new NormalDistribution(0, 1))),
                    dense().build()),
            "weightNoise is "),
        new Refusal(
            () ->
                network(settings().constrainWeights(new NonNegativeConstraint()), dense().build()),
            "constraints is "),
        new Refusal(() -> network(settings(), dense().dropOut(0.5).build()), "dropOut is "),
        new Refusal(
            () -> network(settings().dataType(DataType.FLOAT16), dense().build()),
            "the network's data type is HALF, expected FLOAT or DOUBLE"));
  }

  @ParameterizedTest
  @MethodSource({"builders", "networks"})
  void badSettingsAreRefusedByName(Refusal refusal) {
    assertThatIllegalArgumentException()
        .isThrownBy(refusal.attempt())
        .withMessageMatching("(?s)Boolean(Dense|Convolution)Layer \"mine\": .*")
        .withMessageContaining(refusal.message());
  }

  @Test
  void windowMustFit() {
    BooleanConvolutionLayer wide =
        new BooleanConvolutionLayer.Builder(7, 1)
            .name("mine")
            .nOut(1)
            .updater(new SignFlip(1))
            .build();

    assertThatThrownBy(() -> network(settings(), wide))
        .hasMessageContaining("BooleanConvolutionLayer \"mine\": kernelSize is 7");
  }

  @Test
  void latentFloatsAreNotFlipped() {
    BinaryDenseLayer latent = new BinaryDenseLayer.Builder().name("mine").nOut(4).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(settings().updater(new SignFlip(1)), latent))
        .withMessageContaining("BinaryDenseLayer \"mine\": updater is SignFlip(eta=")
        .withMessageContaining("expected one for latent floats");
    Model model = network(settings(), latent);
    NetworkKind.LIST.fit(model, BooleanNetworks.data(0));
    assertThat(NetworkKind.LIST.layer(model, "mine").getParam("W").data().asFloat())
        .doesNotContain(0, 1);
  }

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(
            new SignFlip(new CosineSchedule(ScheduleType.EPOCH, 12, 1, 300))
                .withOthers(new Adam(new FixedSchedule(0.01))));
  }

  private static Model network(NeuralNetConfiguration.Builder settings, FeedForwardLayer layer) {
    return network(NetworkKind.LIST, settings, layer);
  }

  private static Model network(
      NetworkKind kind, NeuralNetConfiguration.Builder settings, FeedForwardLayer layer) {
    OutputLayer output =
        new OutputLayer.Builder().name("output").nOut(3).activation(Activation.SOFTMAX).build();
    return kind.create(settings, BooleanNetworks.inputType(), List.of(layer, output));
  }

  /** As transfer learning does; afterwards no rule but the layer's updater is left. */
  @ParameterizedTest
  @MethodSource("layers")
  void resetsKeepTheRuleForTheNextUpdaterOnly(FeedForwardLayer layer) {
    layer.setIUpdater(new SignFlip(2));
    layer.resetLayerDefaultConfig();
    assertThat(layer).hasFieldOrPropertyWithValue("resetRule", new SignFlip(2));

    layer.setIUpdater(new Adam(1));

    assertThat(layer.getIUpdater()).isEqualTo(new SignFlip(2));
    assertThat(layer).hasFieldOrPropertyWithValue("resetRule", null);
    assertThat(layer.clone()).hasFieldOrPropertyWithValue("resetRule", null);
  }

  static Stream<FeedForwardLayer> layers() {
    return Stream.of(
        plain().build(),
        dense()
            .input(Domain.REAL)
            .signal(Domain.BOOLEAN)
            .activation(new BooleanActivation(1.5f))
            .hasBias(false)
            .build(),
        convolution().build(),
        convolution()
            .input(Domain.REAL)
            .signal(Domain.BOOLEAN)
            .maxPoolingFollows(true)
            .stride(2, 1)
            .hasBias(false)
            .build());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void filesKeepTheSettings(FeedForwardLayer layer) {
    for (NetworkKind kind : NetworkKind.values()) {
      Model model = network(kind, settings(), layer);

      for (Model read : List.of(kind.fromJson(model), kind.fromYaml(model))) {
        var conf = kind.layer(read, "mine").conf().getLayer();
        assertThat(conf)
            .isEqualTo(kind.layer(model, "mine").conf().getLayer())
            .hasSameHashCodeAs(kind.layer(model, "mine").conf().getLayer())
            .hasToString(kind.layer(model, "mine").conf().getLayer().toString());
      }
    }
  }

  @Test
  void confsDifferIfASettingDiffers() {
    assertThat(dense().build())
        .isEqualTo(dense().build())
        .isEqualTo(dense().build().clone())
        .isNotEqualTo(dense().input(Domain.REAL).build())
        .isNotEqualTo(dense().signal(Domain.BOOLEAN).build())
        .isNotEqualTo(dense().hasBias(false).build())
        .isNotEqualTo(dense().activation(new BooleanActivation(1)).build())
        .isNotEqualTo(dense().updater(new SignFlip(2)).build());
    assertThat(convolution().build())
        .isEqualTo(convolution().build())
        .isNotEqualTo(convolution().input(Domain.REAL).build())
        .isNotEqualTo(convolution().signal(Domain.BOOLEAN).build())
        .isNotEqualTo(convolution().maxPoolingFollows(true).build());
  }

  /** One accumulator a bit, and one number a parameter: W [36, 4] and b [4]. */
  @ParameterizedTest
  @EnumSource
  void memoryReportCountsBitsAndAccumulators(NetworkKind kind) {
    Model model = network(kind, settings(), dense().build());
    var report = kind.memoryReport(model, BooleanNetworks.inputType());

    long outputs = 4 * 3 + 3;
    assertThat(
            report.getMemoryBytes(
                MemoryType.PARAMETERS, 1, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT))
        .isEqualTo(Float.BYTES * (36 * 4 + 4 + outputs));
    assertThat(
            report.getMemoryBytes(
                MemoryType.UPDATER_STATE,
                1,
                MemoryUseMode.TRAINING,
                CacheMode.NONE,
                DataType.FLOAT))
        .isEqualTo(Float.BYTES * (36 * 4 + 1 + 4 + 1 + 2 * outputs));
  }

  /** Those that read the numbers of the data. */
  static Stream<FeedForwardLayer> realInputs() {
    return layers().filter(layer -> ((BooleanLayer) layer).inputDomain() == Domain.REAL);
  }

  @ParameterizedTest
  @MethodSource("realInputs")
  void workspacesDoNotChangeResults(FeedForwardLayer layer) {
    for (NetworkKind kind : NetworkKind.values()) {
      Model with = network(kind, workspaces(WorkspaceMode.ENABLED), layer);
      Model without = network(kind, workspaces(WorkspaceMode.NONE), layer);

      for (int i = 0; i < 3; i++) {
        kind.fit(with, BooleanNetworks.data(i));
        kind.fit(without, BooleanNetworks.data(i));
      }

      assertThat(with.params().data().asFloat()).containsExactly(without.params().data().asFloat());
    }
  }

  private static NeuralNetConfiguration.Builder workspaces(WorkspaceMode mode) {
    return settings().trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode);
  }
}
