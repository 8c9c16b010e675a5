package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class QuantizerOpsTest {

  private static final List<Float> SPECIAL =
      List.of(
          0f,
          -0f,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          1f,
          -1f,
          Math.nextUp(1f),
          2f,
          -2f,
          0.5f,
          Float.MAX_VALUE,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY);

  @Provide
  Arbitrary<ElementwiseQuantizer> quantizers() {
    return Arbitraries.of(all(0, 0.5f, -1.25f, 1e-3f));
  }

  private static List<ElementwiseQuantizer> all(float... thresholds) {
    Stream.Builder<ElementwiseQuantizer> quantizers = Stream.builder();
    quantizers.add(new Identity());
    for (StraightThrough estimator : StraightThrough.values()) {
      quantizers.add(new StochasticStepQuantizer(estimator));
      for (float threshold : thresholds) {
        quantizers.add(new StepQuantizer(threshold, estimator));
        quantizers.add(new SignQuantizer(threshold, estimator));
      }
    }
    return quantizers.build().toList();
  }

  @Property(tries = 300)
  void quantizesAsTheScalarDefinitionDoes(
      @ForAll("quantizers") ElementwiseQuantizer quantizer,
      @ForAll @IntRange(min = 1, max = 517) int length,
      @ForAll long seed) {
    float[] x = values(quantizer, length, seed);

    INDArray actual = applied(QuantizerOps::quantize, quantizer, x);

    for (int i = 0; i < length; i++) {
      assertThat(actual.getFloat(i))
          .as("%s of %s", quantizer, x[i])
          .isEqualTo(Float.valueOf(quantizer.quantize(x[i])));
    }
  }

  @Property(tries = 300)
  void gradientIsTheScalarDefinitions(
      @ForAll("quantizers") ElementwiseQuantizer quantizer,
      @ForAll @IntRange(min = 1, max = 517) int length,
      @ForAll long seed) {
    float[] x = values(quantizer, length, seed);

    INDArray actual = applied(QuantizerOps::gradient, quantizer, x);

    for (int i = 0; i < length; i++) {
      // NaN at NaN, and for SWISH_SIGN at infinity, where the array form gives 0.
      if (Float.isFinite(quantizer.gradient(x[i]))) {
        assertThat(actual.getFloat(i))
            .as("%s at %s", quantizer, x[i])
            .isEqualTo(quantizer.gradient(x[i]), within(2e-6f));
      }
    }
  }

  private interface ArrayForm {
    void apply(ElementwiseQuantizer quantizer, INDArray x, INDArray out);
  }

  private static INDArray applied(ArrayForm form, ElementwiseQuantizer quantizer, float[] x) {
    INDArray out = Nd4j.createUninitialized(DataType.FLOAT, x.length);
    form.apply(quantizer, Nd4j.createFromArray(x), out);
    return out;
  }

  @Property(tries = 50)
  void argumentStaysAndViewsWork(
      @ForAll("quantizers") ElementwiseQuantizer quantizer, @ForAll long seed) {
    INDArray whole = Nd4j.createFromArray(values(quantizer, 60, seed)).reshape('f', 6, 10);
    INDArray view = whole.transpose().get(Nd4j.createFromArray(1, 4, 7).castTo(DataType.INT64));
    INDArray before = view.dup();
    INDArray out = Nd4j.createUninitialized(DataType.FLOAT, view.shape(), 'c');

    QuantizerOps.quantizeTraining(quantizer, view, out);
    QuantizerOps.gradient(quantizer, view, out);

    assertThat(Arrays.equals(view.dup().data().asFloat(), before.data().asFloat())).isTrue();
  }

  /** Random values around the threshold, every special value, and the threshold's neighbours. */
  private static float[] values(ElementwiseQuantizer quantizer, int length, long seed) {
    Random random = new Random(seed);
    float threshold = quantizer instanceof OneBitQuantizer oneBit ? oneBit.threshold() : 0;
    float[] near = {threshold, Math.nextUp(threshold), Math.nextDown(threshold)};
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] =
          switch (random.nextInt(4)) {
            case 0 -> SPECIAL.get(random.nextInt(SPECIAL.size()));
            case 1 -> near[random.nextInt(near.length)];
            default -> (float) random.nextGaussian() * 2;
          };
    }
    return x;
  }

  @Test
  void everyEstimatorsGradientIsTheDerivativeOfItsSurrogate() {
    double step = 1e-6;
    double[] points = {-3.1, -1.4, -0.93, -0.51, -0.2, -0.013, 0.004, 0.3, 0.77, 0.99, 1.02, 2.5};
    for (StraightThrough estimator : StraightThrough.values()) {
      INDArray gradient = Nd4j.createUninitialized(DataType.DOUBLE, points.length);
      QuantizerOps.gradient(
          new SignQuantizer(0, estimator), Nd4j.createFromArray(points), gradient);

      for (int i = 0; i < points.length; i++) {
        double difference =
            estimator.surrogate(points[i] + step) - estimator.surrogate(points[i] - step);
        assertThat(gradient.getDouble(i))
            .as("%s at %s", estimator, points[i])
            .isEqualTo(difference / (2 * step), within(1e-5));
      }
    }
  }

  @Test
  void gradientPassesExactlyWhereItIsOneEverywhere() {
    for (ElementwiseQuantizer quantizer : all(0.5f)) {
      INDArray x = Nd4j.linspace(DataType.FLOAT, -5, 0.5, 21);
      INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, 21);
      QuantizerOps.gradient(quantizer, x, gradient);

      assertThat(QuantizerOps.passesGradient(quantizer))
          .as(quantizer.spec())
          .isEqualTo(gradient.equals(Nd4j.onesLike(gradient)));
    }
  }

  @Test
  void stochasticStepDrawsOnesWithTheirProbability() {
    Nd4j.getRandom().setSeed(99);
    StochasticStepQuantizer quantizer = new StochasticStepQuantizer();
    for (float x : new float[] {-0.5f, 0, 0.1f, 0.5f, 0.9f, 1, 1.5f}) {
      int draws = 40_000;
      INDArray out = Nd4j.createUninitialized(DataType.FLOAT, draws);

      QuantizerOps.quantizeTraining(quantizer, Nd4j.valueArrayOf(draws, x), out);

      double p = quantizer.probability(x);
      double fiveSigma = 5 * Math.sqrt(p * (1 - p) / draws);
      assertThat(out.meanNumber().doubleValue()).as("x = %s", x).isEqualTo(p, within(fiveSigma));
      assertThat(
              out.eq(0).castTo(DataType.INT32).sumNumber().intValue()
                  + out.eq(1).castTo(DataType.INT32).sumNumber().intValue())
          .isEqualTo(draws);
    }
  }

  @Test
  void stochasticStepRepeatsWithTheSeed() {
    StochasticStepQuantizer quantizer = new StochasticStepQuantizer();
    INDArray x = Nd4j.linspace(DataType.FLOAT, 0, 0.001, 1001);
    INDArray first = Nd4j.createUninitialized(DataType.FLOAT, 1001);
    INDArray second = Nd4j.createUninitialized(DataType.FLOAT, 1001);

    Nd4j.getRandom().setSeed(5);
    QuantizerOps.quantizeTraining(quantizer, x, first);
    Nd4j.getRandom().setSeed(5);
    QuantizerOps.quantizeTraining(quantizer, x, second);

    assertThat(first).isEqualTo(second);
  }
}
