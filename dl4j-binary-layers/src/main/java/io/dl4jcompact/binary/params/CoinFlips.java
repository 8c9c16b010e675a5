package io.dl4jcompact.binary.params;

import io.dl4jcompact.binary.flip.Threshold;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fair bits, by ND4J's generator, which a network's {@code init()} sets to its seed. */
final class CoinFlips {

  private CoinFlips() {}

  /**
   * Writes 0 or 1 with equal probability into all elements.
   *
   * @param initialize otherwise nothing is done: the view holds the bits already
   */
  static void assign(INDArray view, boolean initialize) {
    if (!initialize) {
      return;
    }
    INDArray draws = Nd4j.rand(view.dataType(), view.length());
    // A draw is in [0, 1), so half of them are at least a half.
    Threshold.atLeast(0.5, draws, draws);
    view.reshape(view.length()).assign(draws);
  }
}
