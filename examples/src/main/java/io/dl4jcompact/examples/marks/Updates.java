package io.dl4jcompact.examples.marks;

import org.nd4j.linalg.learning.config.IUpdater;

/** How the parameters of a network are updated during a training of known length. */
@FunctionalInterface
public interface Updates {

  /**
   * Makes the updater of all layers.
   *
   * @param iterations of the whole training, at least 1
   */
  IUpdater updater(int iterations);
}
