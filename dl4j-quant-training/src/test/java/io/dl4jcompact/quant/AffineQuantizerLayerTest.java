package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AffineQuantizerLayerTest extends WeightlessLayerContract {

  private static AffineQuantizerLayer.Builder builder() {
    return new AffineQuantizerLayer.Builder().name("compensation");
  }

  @Override
  List<FeedForwardLayer> variants() {
    return List.of(
        builder().build(),
        builder().scheme(QuantizationScheme.INPUT.withLearnedRange(true).withBits(4)).build());
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
