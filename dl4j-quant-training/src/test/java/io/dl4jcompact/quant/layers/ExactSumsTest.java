package io.dl4jcompact.quant.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quant.Interval;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Float layers against 64-bit integers: the four terms of the spec's formula, then float scaling,
 * bit by bit, also where sums are far beyond what floats add exactly.
 */
class ExactSumsTest {

  private static final int OUTPUTS = 3;

  /** Mostly extreme values, of one sign where that makes the greatest sums. */
  private static float[] values(long seed, int length, boolean extreme) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double v = random.nextDouble() * 2 - 1;
      values[i] = (float) (extreme ? 1 - 0.02 * Math.abs(v) : v);
    }
    values[0] = -0.3f;
    return values;
  }

  private static AffineQuantizer quantizer(QuantizationScheme scheme, float... values) {
    float min = values[0];
    float max = values[0];
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return scheme.interval() == Interval.SYMMETRIC
        ? AffineQuantizer.symmetric(scheme.bits(), Math.max(Math.abs(min), Math.abs(max)))
        : AffineQuantizer.asymmetric(scheme.bits(), min, max);
  }

  /** Σ q_x q_w - z_w Σ q_x - z_x Σ q_w + K z_x z_w. */
  private static long sum(AffineQuantizer qx, float[] x, AffineQuantizer qw, float... w) {
    long products = 0;
    long xs = 0;
    long ws = 0;
    for (int i = 0; i < x.length; i++) {
      products += (long) qx.quantize(x[i]) * qw.quantize(w[i]);
      xs += qx.quantize(x[i]);
      ws += qw.quantize(w[i]);
    }
    long crossed = qw.zeroPoint() * xs + qx.zeroPoint() * ws;
    return products - crossed + (long) x.length * qx.zeroPoint() * qw.zeroPoint();
  }

  private static QuantizationScheme weights(Interval interval) {
    return QuantizationScheme.WEIGHTS.withInterval(interval);
  }

  @ParameterizedTest
  @CsvSource({
    "8, SYMMETRIC, false", "700, SYMMETRIC, true", "3000, SYMMETRIC, true",
    "700, ASYMMETRIC, true", "3000, ASYMMETRIC, true", "2000, SYMMETRIC, false"
  })
  void denseLayersEqualTheIntegerFormula(int inputs, Interval interval, boolean extreme) {
    FeedForwardLayer conf =
        new QuantizedDenseLayer.Builder()
            .nIn(inputs)
            .nOut(OUTPUTS)
            .weightScheme(weights(interval))
            .build();
    requireExact(conf, new long[] {2, inputs}, inputs, extreme);
  }

  @ParameterizedTest
  @CsvSource({
    "2, SYMMETRIC, false, 1",
    "90, SYMMETRIC, true, 1",
    "400, SYMMETRIC, true, 1",
    "400, ASYMMETRIC, true, 1",
    "270, ASYMMETRIC, true, 3",
    "300, SYMMETRIC, false, 3"
  })
  void convolutionsEqualTheIntegerFormula(
      int channels, Interval interval, boolean extreme, int groups) {
    FeedForwardLayer conf =
        new QuantizedConvolutionLayer.Builder(3, 3)
            .nIn(channels)
            .nOut(OUTPUTS)
            .groups(groups)
            .convolutionMode(ConvolutionMode.Truncate)
            .weightScheme(weights(interval))
            .build();
    // A map of the window's size: one position.
    requireExact(conf, new long[] {2, channels, 3, 3}, channels / groups * 9, extreme);
  }

  private static void requireExact(
      FeedForwardLayer conf, long[] shape, int fanIn, boolean extreme) {
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);
    INDArray w = layer.layer().getParam("W");
    // Outputs by inputs, in either kind of layer.
    float[] latent = values(2, OUTPUTS * fanIn, extreme);
    INDArray rows = Nd4j.createFromArray(latent).reshape('c', OUTPUTS, fanIn);
    w.assign(w.rank() == 2 ? rows.transpose() : rows.reshape('c', w.shape()));
    float[] bias = {0.37f, -11.1f, 0};
    layer.layer().getParam("b").assign(Nd4j.createFromArray(bias).reshape(1, OUTPUTS));
    int each = (int) (shape[1] * (shape.length == 2 ? 1 : 9));
    float[] input = values(1, 2 * each, extreme);

    INDArray z = layer.forward(Nd4j.createFromArray(input).reshape('c', shape));

    AffineQuantizer qx = quantizer(QuantizationScheme.INPUT, input);
    float[] expected = new float[2 * OUTPUTS];
    long greatest = 0;
    for (int i = 0; i < expected.length; i++) {
      int n = i % OUTPUTS;
      int from = i / OUTPUTS * each + (each == fanIn ? 0 : n * fanIn);
      float[] own = slice(latent, n * fanIn, fanIn);
      Interval interval =
          ((io.dl4jcompact.quant.QuantizedOperator) conf).quantization().weights().interval();
      AffineQuantizer qw = quantizer(weights(interval), own);
      long sum = sum(qx, slice(input, from, fanIn), qw, own);
      greatest = Math.max(greatest, Math.abs(sum));
      expected[i] = (float) sum * (qw.scale() * qx.scale()) + bias[n];
    }
    assertArrayEquals(expected, z.data().asFloat());
    assertThat(greatest > 1 << 24).isEqualTo(extreme);
  }

  private static float[] slice(float[] values, int from, int length) {
    return java.util.Arrays.copyOfRange(values, from, from + length);
  }
}
