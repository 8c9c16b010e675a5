package io.dl4jcompact.sparse.consistency;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Changes samples at random without changing what they are. */
@FunctionalInterface
public interface Augmentation {

  /** Leaves samples as they are: passes then differ by the network's dropout alone. */
  Augmentation NONE = (features, seed) -> features;

  /**
   * Changed samples; each sample is changed on its own.
   *
   * @param features [minibatch, ..], not written to
   * @param seed the same one gives the same changes
   * @return of the same shape and data type
   */
  INDArray apply(INDArray features, long seed);

  /** This augmentation, then another. */
  default Augmentation then(Augmentation next) {
    return (features, seed) -> {
      SplittableRandom seeds = new SplittableRandom(seed);
      long first = seeds.nextLong();
      return next.apply(apply(features, first), seeds.nextLong());
    };
  }
}
