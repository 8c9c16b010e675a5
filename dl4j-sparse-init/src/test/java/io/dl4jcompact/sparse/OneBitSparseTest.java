package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.BinaryConvolution1DLayer;
import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One-bit layers compute with ±1 where a weight is 0: unconnected ones must compute as 0. */
class OneBitSparseTest {

  private static final int INPUTS = 7;
  private static final int OUTPUTS = 4;

  private static BinaryDenseLayer.Builder dense(boolean scale) {
    return new BinaryDenseLayer.Builder()
        .nIn(INPUTS)
        .nOut(OUTPUTS)
        .inputQuantizer(new Identity())
        .weightQuantizer(new SignQuantizer(0, StraightThrough.IDENTITY))
        .weightScale(scale);
  }

  /** α_n Σ_i x_i sign(W_in) over the connected i, α_n the mean of their |W_in|. */
  private static double naive(
      INDArray x, INDArray weights, Mask mask, boolean scale, int row, int n) {
    double sum = 0;
    double magnitude = 0;
    int connected = 0;
    for (int i = 0; i < INPUTS; i++) {
      if (mask.isConnected(n * INPUTS + i)) {
        double weight = weights.getDouble(i, n);
        sum += weight < 0 ? -x.getDouble(row, i) : x.getDouble(row, i);
        magnitude += Math.abs(weight);
        connected++;
      }
    }
    return connected == 0 ? 0 : scale ? sum * magnitude / connected : sum;
  }

  static Stream<Boolean> scales() {
    return Stream.of(false, true);
  }

  @ParameterizedTest
  @MethodSource("scales")
  void sumsAreOfConnectedWeights(boolean scale) {
    SparseLayer conf = new SparseLayer(dense(scale).build(), 0.4, 11);
    SingleLayer layer = SingleLayer.of(conf, DataType.DOUBLE);
    INDArray x = Nd4j.randn(DataType.DOUBLE, 3, INPUTS);

    INDArray output = layer.forward(x);

    INDArray weights = layer.layer().getParam("W");
    Mask mask = conf.maskRule("W").mask(INPUTS * OUTPUTS);
    for (int row = 0; row < 3; row++) {
      for (int n = 0; n < OUTPUTS; n++) {
        assertThat(output.getDouble(row, n))
            .isEqualTo(naive(x, weights, mask, scale, row, n), within(1e-12));
      }
    }
  }

  /** By the straight-through estimator's identity sign(W) moves as W does. */
  @ParameterizedTest
  @MethodSource("scales")
  void gradientsAreOfConnectedWeights(boolean scale) {
    SparseLayer conf = new SparseLayer(dense(scale).build(), 0.5, 12);
    SingleLayer layer = SingleLayer.of(conf, DataType.DOUBLE);
    INDArray x = Nd4j.randn(DataType.DOUBLE, 3, INPUTS);
    INDArray delta = Nd4j.randn(DataType.DOUBLE, 3, OUTPUTS);
    layer.forward(x);

    INDArray gradient = layer.backward(delta).getFirst().getGradientFor("W");

    INDArray weights = layer.layer().getParam("W");
    Mask mask = conf.maskRule("W").mask(INPUTS * OUTPUTS);
    for (int n = 0; n < OUTPUTS; n++) {
      int connected = 0;
      double magnitude = 0;
      double products = 0;
      for (int i = 0; i < INPUTS; i++) {
        if (mask.isConnected(n * INPUTS + i)) {
          double weight = weights.getDouble(i, n);
          connected++;
          magnitude += Math.abs(weight);
          products += Math.signum(weight) * dot(x, i, delta, n);
        }
      }
      for (int i = 0; i < INPUTS; i++) {
        double straight = dot(x, i, delta, n);
        double expected =
            scale
                ? magnitude / connected * straight
                    + Math.signum(weights.getDouble(i, n)) / connected * products
                : straight;
        assertThat(gradient.getDouble(i, n))
            .isEqualTo(mask.isConnected(n * INPUTS + i) ? expected : 0, within(1e-12));
      }
    }
  }

  private static double dot(INDArray x, int i, INDArray delta, int n) {
    double sum = 0;
    for (int row = 0; row < x.rows(); row++) {
      sum += x.getDouble(row, i) * delta.getDouble(row, n);
    }
    return sum;
  }

  static Stream<Arguments> convolutions() {
    ConvolutionMode mode = ConvolutionMode.Truncate;
    return Stream.of(
        Arguments.of(
            InputType.convolutional(5, 5, 4),
            new BinaryConvolutionLayer.Builder(2, 2).nOut(6).convolutionMode(mode).build()),
        Arguments.of(
            InputType.convolutional(5, 5, 4),
            new BinaryConvolutionLayer.Builder(2, 2)
                .nOut(6)
                .groups(2)
                .weightScale(true)
                .convolutionMode(mode)
                .build()),
        Arguments.of(
            InputType.convolutional(5, 5, 4),
            new BinaryDepthwiseConvolutionLayer.Builder(2, 2)
                .depthMultiplier(2)
                .convolutionMode(mode)
                .build()),
        Arguments.of(
            InputType.recurrent(4, 6),
            new BinaryConvolution1DLayer.Builder(3)
                .nOut(6)
                .convolutionMode(ConvolutionMode.Same)
                .build()));
  }

  /** The sum is linear in ±1: that of all weights is that of two masks which split them. */
  @ParameterizedTest
  @MethodSource("convolutions")
  void twoMasksThatSplitTheWeightsSplitTheSums(InputType type, FeedForwardLayer layer) {
    layer.setBiasInit(0);
    boolean scale = layer instanceof BinaryConvolutionLayer binary && binary.hasWeightScale();
    SingleLayer all = SingleLayer.of((FeedForwardLayer) layer.clone(), type, DataType.DOUBLE);
    INDArray weights = all.layer().getParam("W");
    if (scale) {
      // So that mean |W| is the same for any share of a channel.
      weights.assign(weights.gt(0).castTo(DataType.DOUBLE).muli(2).subi(1).muli(0.25));
    }
    int length = (int) weights.length();
    Mask half = MaskRule.exact(0.5, 3).mask(length);
    Mask other = Mask.of(length, i -> !half.isConnected(i));
    long[] shape = type.getShape(true);
    shape[0] = 2;
    INDArray x = Nd4j.randn(DataType.DOUBLE, shape);

    INDArray sum =
        output(type, layer, half, weights, x).addi(output(type, layer, other, weights, x));

    assertThat(sum.equalsWithEps(all.forward(x), 1e-9)).isTrue();
  }

  private static INDArray output(
      InputType type, FeedForwardLayer layer, Mask mask, INDArray weights, INDArray x) {
    SparseLayer sparse = new SparseLayer(layer.clone(), MaskRule.given(mask));
    SingleLayer single = SingleLayer.of(sparse, type, DataType.DOUBLE);
    single.layer().setParam("W", weights.dup());
    return single.forward(x);
  }

  @Test
  void weightsWithoutZeroAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SparseLayer(
                    new BooleanDenseLayer.Builder().name("bits").nIn(4).nOut(3).build(), 0.5, 1))
        .withMessageContaining("BooleanDenseLayer \"bits\"")
        .withMessageContaining("has bits as weights");
    BinaryDenseLayer levels =
        new BinaryDenseLayer.Builder()
            .name("levels")
            .nIn(4)
            .nOut(3)
            .weightQuantizer(new LevelQuantizer(-1, 3, new SignQuantizer()))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseLayer(levels, 0.5, 1))
        .withMessageContaining("BinaryDenseLayer \"levels\"")
        .withMessageContaining("levels other than -v and +v");
    assertThat(new SparseLayer(dense(false).weightQuantizer(new Identity()).build(), 0.5, 1))
        .isNotNull();
  }
}
