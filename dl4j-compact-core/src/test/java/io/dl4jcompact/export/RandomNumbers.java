package io.dl4jcompact.export;

import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Seeded numbers for networks under test. Inputs and weights are small multiples of 1/16, so that
 * sums of their products are exact in any order and a quantiser behind them splits no rounding.
 */
public final class RandomNumbers {

  private static final float GRID = 1f / 16;

  private final SplittableRandom random;

  public RandomNumbers(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The generator itself. */
  public SplittableRandom random() {
    return random;
  }

  /** One of the given numbers. */
  public int oneOf(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Multiples of 1/16 in [-1, 1]. */
  public INDArray grid(long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, GRID * random.nextInt(-16, 17));
    }
    return array;
  }

  /** Fills a network's parameters: batch normalisations as after training, others on the grid. */
  public void fill(Model network) {
    for (Map.Entry<String, INDArray> entry : network.paramTable().entrySet()) {
      String key = entry.getKey().substring(entry.getKey().lastIndexOf('_') + 1);
      INDArray array = entry.getValue();
      array.assign(
          switch (key) {
            case "gamma" -> gammas(array.shape());
            case "var" -> uniform(0.1, 4, array.shape());
            case "log10stdev" -> uniform(-0.5, 0.5, array.shape());
            // Within the activations' ranges: at their ends, roundings would decide.
            case "inputThreshold" -> uniform(-0.5, 0.5, array.shape());
            case "beta", "mean" -> uniform(-1, 1, array.shape());
            default -> grid(array.shape());
          });
    }
  }

  /** Of either sign, and now and then 0. */
  private INDArray gammas(long... shape) {
    INDArray array = uniform(-2, 2, shape);
    for (long i = 0; i < array.length(); i++) {
      if (random.nextInt(6) == 0) {
        array.putScalar(i, 0);
      }
    }
    return array;
  }

  private INDArray uniform(double from, double to, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, from + (to - from) * random.nextDouble());
    }
    return array;
  }
}
