/**
 * Training that is packed from end to end: weights are bits, accumulators small integers, products
 * the runtime's kernels.
 *
 * <p>Read {@link io.dl4jcompact.binary.packed.PackedTrainer} first.
 */
package io.dl4jcompact.binary.packed;
