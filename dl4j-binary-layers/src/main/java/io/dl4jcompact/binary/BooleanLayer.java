package io.dl4jcompact.binary;

import io.dl4jcompact.core.MaskableWeights;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A layer configuration whose parameters are bits, the numbers 0 and 1, from the start and after
 * every update. With e(v) = 2v - 1 and n = {@link #fanIn}:
 *
 * <pre>
 * s_j = Σ_i XOR(x_i, w_ij) + b_j - n/2  =  -½ Σ_i e(x_i)·e(w_ij) + b_j     Boolean input
 * s_j = -Σ_i x_i·e(w_ij) + b_j                                             real input
 * </pre>
 *
 * <p>n/2 is the mean of the XORs of fair bits; of real inputs, which have none, nothing is
 * subtracted. The signals of s, Z, and with U = e(x) of Boolean inputs, U = 2x of real ones:
 *
 * <pre>
 * G_W = -Uᵀ Z,  G_b = Σ_batch Z,  G_X = c·Z (1 - 2W)ᵀ,   c = {@link #signalScale}
 * </pre>
 *
 * <p>These are the slopes of s, times c in G_X. A Boolean signal is ±1 by the sign of what comes,
 * and stays 0 where that is 0, as behind a max-pooling, since an unknown truth value's XOR is
 * unknown. Deeplearning4j divides G_W and G_b by the minibatch size.
 *
 * @see <a href="https://arxiv.org/abs/2405.16339">B⊕LD: Boolean Logic Deep Learning, 2024</a>
 */
public interface BooleanLayer extends MaskableWeights {

  /** The values of the layer's input. */
  Domain inputDomain();

  /** The values of the signal that the layer uses. */
  Domain signalDomain();

  /** Number of inputs of one output, padding included. */
  long fanIn();

  /** The factor of the signal that is passed on, so that its variance stays what it was. */
  double signalScale();

  /** Whether b is added. */
  boolean hasBias();

  /**
   * Refuses, when a network is made, what would leave something else than bits: an updater that
   * flips none, weight noise, constraints, dropout on a Boolean input.
   *
   * @param dataType of the network
   * @throws IllegalArgumentException naming the layer
   */
  void requireTrainable(DataType dataType);

  @Override
  default boolean hasZeroWeight() {
    return false;
  }

  @Override
  default Optional<String> maskObstacle() {
    return Optional.of("has bits as weights, which have no 0 between them");
  }
}
