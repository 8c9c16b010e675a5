package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.Statistic;
import java.util.Random;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

class StatisticOpsTest {

  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1f, -1f
  };

  @Provide
  Arbitrary<Statistic> statistics() {
    return Arbitraries.of(
        Statistic.mean(),
        Statistic.median(),
        Statistic.quantile(0),
        Statistic.quantile(0.1),
        Statistic.quantile(0.999),
        Statistic.quantile(1));
  }

  @Property(tries = 400)
  void isTheScalarDefinitionBitForBit(
      @ForAll("statistics") Statistic statistic,
      @ForAll @IntRange(min = 1, max = 700) int length,
      @ForAll boolean special,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      // Few distinct values, so that many are equal, or all kinds of them.
      values[i] =
          switch (random.nextInt(special ? 3 : 2)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> (float) random.nextGaussian() * 1e-3f;
            default -> SPECIAL[random.nextInt(SPECIAL.length)];
          };
    }

    float actual = StatisticOps.of(statistic, Nd4j.createFromArray(values));

    assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(statistic.of(values)));
  }

  @Test
  void viewsAndOtherTypesCountTheirOwnElements() {
    INDArray all = Nd4j.arange(60).castTo(DataType.FLOAT).reshape(6, 10);
    INDArray view = all.transpose().get(NDArrayIndex.interval(2, 5), NDArrayIndex.interval(1, 4));
    INDArray before = all.dup();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray x = view.castTo(type);
      assertThat(StatisticOps.of(Statistic.mean(), x)).isEqualTo(23);
      assertThat(StatisticOps.of(Statistic.quantile(0), x)).isEqualTo(12);
      assertThat(StatisticOps.of(Statistic.quantile(1), x)).isEqualTo(34);
    }
    assertThat(all).isEqualTo(before);
  }
}
