package io.dl4jcompact.binary.flip;

/**
 * What a {@link FlipUpdater} does in one iteration, as numbers: its one definition, whatever holds
 * the accumulators.
 *
 * <pre>
 * a ← memory·a + gain·g        a = M·e(w), g = G·e(w)
 * flip where a &gt; limit, or a = limit too if inclusive
 * there a ← 0 if reset, else -a, since e(w) has turned
 * </pre>
 *
 * @param memory the factor of the accumulator, in [0, 1]
 * @param gain the factor of the gradient, 0 or more
 * @param limit what an accumulator must reach, 0 or more
 * @param inclusive whether the limit itself is enough
 * @param reset whether the accumulator of a flipped weight starts again at 0
 */
public record FlipStep(
    double memory, double gain, double limit, boolean inclusive, boolean reset) {}
