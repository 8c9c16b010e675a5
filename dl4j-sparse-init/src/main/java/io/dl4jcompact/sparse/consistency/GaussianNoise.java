package io.dl4jcompact.sparse.consistency;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds to each element a normally distributed number of mean 0.
 *
 * @param deviation standard deviation, in units of the features; positive
 */
public record GaussianNoise(double deviation) implements Augmentation {

  public GaussianNoise {
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "GaussianNoise: deviation is %s, expected a finite number above 0".formatted(deviation));
    }
  }

  @Override
  public INDArray apply(INDArray features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] noise = new double[Math.toIntExact(features.length())];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = deviation * random.nextGaussian();
    }
    return Nd4j.createFromArray(noise)
        .castTo(features.dataType())
        .reshape('c', features.shape())
        .addi(features);
  }
}
