package io.dl4jcompact.quant.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.quant.Interval;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.Rounding;
import io.dl4jcompact.quant.ValueRange;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The ND4J form against the scalar definition. */
class AffineOperandTest {

  private static final int CHANNELS = 3;

  private static AffineQuantizer quantizer(SplittableRandom random, Interval interval, int bits) {
    double unit = Math.pow(10, random.nextInt(8) - 4);
    float min = (float) ((random.nextDouble() - 0.7) * unit);
    return interval.quantizer(
        bits, new ValueRange(min, min + (float) (random.nextDouble() * unit)));
  }

  private static float value(SplittableRandom random, AffineQuantizer q) {
    double steps = random.nextInt(-400, 400) + (random.nextInt(3) == 0 ? 0.5 : random.nextDouble());
    return (float) (steps * q.scale());
  }

  @Property(tries = 200)
  void integersAndGradientsEqualTheScalarQuantisers(
      @ForAll Interval interval,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll boolean perChannel,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<AffineQuantizer> quantizers =
        IntStream.range(0, perChannel ? CHANNELS : 1)
            .mapToObj(i -> quantizer(random, interval, bits))
            .toList();
    INDArray x = Nd4j.create(DataType.FLOAT, 5, CHANNELS, 4);
    float[] integers = new float[(int) x.length()];
    float[] inside = new float[integers.length];
    for (int i = 0; i < integers.length; i++) {
      AffineQuantizer q = quantizers.get(perChannel ? i / 4 % CHANNELS : 0);
      float v = value(random, q);
      x.putScalar(i, v);
      integers[i] = q.quantize(v) - q.zeroPoint();
      inside[i] = q.gradient(v);
    }

    AffineOperand operand =
        AffineOperand.quantize(
            QuantizationScheme.WEIGHTS,
            x,
            new AffineSteps(quantizers, 1, DataType.FLOAT),
            true,
            x.ulike());

    // Plus 0, so that -0 is 0.
    assertArrayEquals(integers, operand.centred().add(0).dup('c').data().asFloat());
    INDArray gradient = Nd4j.ones(DataType.FLOAT, x.shape());
    operand.toLatentGradienti(gradient);
    assertArrayEquals(inside, gradient.data().asFloat());
  }

  @Test
  void stochasticRoundingRepeatsAndKeepsTheMean() {
    AffineSteps steps =
        new AffineSteps(List.of(new AffineQuantizer(0.5f, 0, -127, 127)), 0, DataType.FLOAT);
    INDArray x = Nd4j.valueArrayOf(new long[] {100_000}, 0.6f, DataType.FLOAT);

    float[] first = stochastic(x, steps, true);

    assertArrayEquals(first, stochastic(x, steps, true));
    assertThat(Nd4j.createFromArray(first).meanNumber().doubleValue()).isCloseTo(1.2, within(0.01));
    assertThat(first).containsOnly(1, 2);
    assertThat(stochastic(x, steps, false)).containsOnly(1);
  }

  private static float[] stochastic(INDArray x, AffineSteps steps, boolean training) {
    Nd4j.getRandom().setSeed(3);
    return AffineOperand.quantize(
            QuantizationScheme.WEIGHTS.withRounding(Rounding.STOCHASTIC),
            x,
            steps,
            training,
            x.ulike())
        .centred()
        .data()
        .asFloat();
  }
}
