package io.dl4jcompact.quant;

import static io.dl4jcompact.quant.CompensationNetworks.INPUT;
import static io.dl4jcompact.quant.CompensationNetworks.RATE;
import static io.dl4jcompact.quant.CompensationNetworks.compensation;
import static io.dl4jcompact.quant.CompensationNetworks.network;
import static io.dl4jcompact.quant.CompensationNetworks.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.SplittableRandom;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class AffineQuantizerLayerTest {

  private static AffineQuantizerLayer.Builder builder() {
    return new AffineQuantizerLayer.Builder().name("compensation");
  }

  static Stream<Arguments> kindsAndLayers() {
    return Stream.of(NetworkKind.values())
        .flatMap(
            kind ->
                Stream.of(
                        builder().build(),
                        builder().scheme(QuantizationScheme.INPUT.withLearnedRange(true)).build())
                    .map(layer -> Arguments.of(kind, layer)));
  }

  private static INDArray random(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  /**
   * The range is halfway between a narrow one and that of the minibatch, so that some are outside.
   */
  @ParameterizedTest
  @EnumSource
  void valuesAndGradientsAreThoseOfTheScalarDefinition(Interval interval) {
    AffineQuantizerLayer conf =
        builder()
            .scheme(
                QuantizationScheme.INPUT
                    .withBits(4)
                    .withInterval(interval)
                    .withObserver(new MovingAverageObserver(0.5)))
            .build();
    SingleLayer layer = SingleLayer.of(conf, InputType.convolutional(4, 3, 2), DataType.FLOAT);
    layer.layer().getParam("inputObserver").assign(Nd4j.createFromArray(1f, -0.2f, 0.3f));
    INDArray x = random(4, 5, 2, 4, 3);
    INDArray delta = random(5, 5, 2, 4, 3);

    float[] actual = layer.forward(x).data().asFloat();
    float[] gradient = layer.backward(delta).getSecond().dup('c').data().asFloat();

    ValueRange range =
        new ValueRange(
            (x.minNumber().floatValue() - 0.2f) / 2, (x.maxNumber().floatValue() + 0.3f) / 2);
    AffineQuantizer quantizer = interval.quantizer(4, range);
    float[] values = x.data().asFloat();
    float[] deltas = delta.data().asFloat();
    int outside = 0;
    for (int i = 0; i < values.length; i++) {
      assertThat(actual[i]).isEqualTo(quantizer.value(values[i]));
      assertThat(gradient[i]).isEqualTo(quantizer.gradient(values[i]) * deltas[i]);
      outside += quantizer.gradient(values[i]) == 0 ? 1 : 0;
    }
    assertThat(outside).isPositive();
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void jsonAndYamlKeepTheSettings(NetworkKind kind, AffineQuantizerLayer layer) {
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
  void savedNetworksAndClonesContinueBitEqual(NetworkKind kind, AffineQuantizerLayer layer) {
    Model model = network(kind, new Nesterovs(RATE), layer);
    train(kind, model, 2);

    for (Model other : List.of(kind.saveAndLoad(model), kind.copy(model))) {
      assertArrayEquals(model.params().data().asFloat(), other.params().data().asFloat());
      train(kind, other, 2);
      assertThat(compensation(kind, other).getParam("inputObserver").getDouble(0)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void transferLearningFreezesIt(NetworkKind kind, AffineQuantizerLayer layer) {
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
  void memoryReportCountsTheParameters(NetworkKind kind, AffineQuantizerLayer layer) {
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
    String name = "AffineQuantizerLayer \"compensation\": ";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().bits(9).build())
        .withMessageContaining(name + "scheme is 9 bits, expected 2..8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().scheme(QuantizationScheme.NONE).build())
        .withMessageContaining(name + "scheme is none, expected 2..8 bits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().scheme(QuantizationScheme.WEIGHTS).build())
        .withMessageContaining(name + "scheme is per channel, expected one range");
  }
}
