package io.dl4jcompact.quant.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quant.BackwardScheme;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.quant.Rounding;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientQuantizerTest {

  private static final FeedForwardLayer CONF =
      new QuantizedDenseLayer.Builder().name("mine").nIn(5).nOut(4).build();

  @Test
  void valuesBeyondTheShareAreClippedToItsRange() {
    float[] values = new float[1001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? i : -i;
    }
    BackwardScheme scheme = new BackwardScheme(8, 0.5, Rounding.NEAREST);

    INDArray q = GradientQuantizer.quantize(CONF, scheme, Nd4j.createFromArray(values));

    AffineQuantizer expected = AffineQuantizer.symmetric(8, 500);
    float[] quantized = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      quantized[i] = expected.value(values[i]);
    }
    assertArrayEquals(quantized, q.add(0).data().asFloat());
    assertThat(q.maxNumber().floatValue()).isEqualTo(500, within(1e-3f));
  }

  @Test
  void divergedGradientsAreRefusedByName() {
    INDArray delta = Nd4j.createFromArray(1f, Float.NaN);

    assertThatIllegalStateException()
        .isThrownBy(() -> GradientQuantizer.quantize(CONF, BackwardScheme.INT8, delta))
        .withMessageContaining("QuantizedDenseLayer \"mine\": the gradient's range is NaN");
  }

  static Stream<FeedForwardLayer> layers() {
    BackwardScheme scheme = new BackwardScheme(4, 0.9, Rounding.NEAREST);
    return Stream.of(
        new QuantizedDenseLayer.Builder().nIn(18).nOut(4).backward(scheme).build(),
        new QuantizedConvolutionLayer.Builder(3, 3).nIn(2).nOut(4).backward(scheme).build());
  }

  /**
   * The products of the backward pass are those of a layer that is given the quantised gradient.
   */
  @ParameterizedTest
  @MethodSource("layers")
  void onlyTheTwoProductsSeeQuantisedGradients(FeedForwardLayer conf) {
    Nd4j.getRandom().setSeed(1);
    boolean dense = conf instanceof QuantizedDenseLayer;
    INDArray x = dense ? Nd4j.randn(DataType.FLOAT, 3, 18) : Nd4j.randn(DataType.FLOAT, 3, 2, 3, 3);
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);
    SingleLayer exact = SingleLayer.of(withoutBackward(dense), DataType.FLOAT);
    exact.layer().setParams(layer.layer().params().dup());
    INDArray delta = Nd4j.randn(DataType.FLOAT, layer.forward(x).shape());
    exact.forward(x);
    INDArray quantized =
        GradientQuantizer.quantize(conf, new BackwardScheme(4, 0.9, Rounding.NEAREST), delta);

    Pair<Gradient, INDArray> actual = layer.backward(delta);
    Pair<Gradient, INDArray> expected = exact.backward(quantized);

    assertThat(actual.getSecond().equalsWithEps(expected.getSecond(), 1e-5)).isTrue();
    assertSame("W", actual, expected);
    INDArray bias = actual.getFirst().getGradientFor("b");
    INDArray sums = dense ? delta.sum(0) : delta.sum(0, 2, 3);
    assertThat(bias.reshape(4).equalsWithEps(sums.reshape(4), 1e-5)).isTrue();
  }

  private static FeedForwardLayer withoutBackward(boolean dense) {
    return dense
        ? new QuantizedDenseLayer.Builder().nIn(18).nOut(4).build()
        : new QuantizedConvolutionLayer.Builder(3, 3).nIn(2).nOut(4).build();
  }

  private static void assertSame(
      String key, Pair<Gradient, INDArray> actual, Pair<Gradient, INDArray> expected) {
    INDArray other = expected.getFirst().getGradientFor(key);
    assertThat(actual.getFirst().getGradientFor(key).equalsWithEps(other, 1e-5)).isTrue();
  }

  @Test
  void withoutBitsNothingChanges() {
    INDArray delta = Nd4j.createFromArray(1f, 2f);

    assertThat(GradientQuantizer.quantize(CONF, BackwardScheme.NONE, delta)).isSameAs(delta);
    assertThat(BackwardScheme.NONE.bits()).isEqualTo(QuantizationScheme.FLOAT_BITS);
  }
}
