package io.dl4jcompact.core;

import io.dl4jcompact.quantizer.Statistic;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The ND4J form of {@link Statistic}, over all elements of an array.
 *
 * <p>Every element counts, nothing is sampled. The values are copied once; a quantile is then found
 * by counting, in time that grows with their number only.
 */
public final class StatisticOps {

  private StatisticOps() {}

  /** The statistic of all elements, taken as floats; the array stays as it is. */
  public static float of(Statistic statistic, INDArray x) {
    float[] values = new float[Math.toIntExact(x.length())];
    x.castTo(DataType.FLOAT).dup().data().asNioFloat().get(values);
    return statistic instanceof Statistic.Quantile quantile
        ? OrderStatistics.quantile(quantile, values)
        : statistic.of(values);
  }
}
