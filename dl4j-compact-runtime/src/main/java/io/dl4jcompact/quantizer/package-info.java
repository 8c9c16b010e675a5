/**
 * The one definition of every quantiser: what value it gives, and what gradient passes through it.
 *
 * <p>Read {@link io.dl4jcompact.quantizer.ElementwiseQuantizer} first. The ND4J operations that
 * train with a quantiser, the exporter and the packed kernels are other forms of these records,
 * each tested against them.
 *
 * <p>Conventions, the same everywhere in this project: sign(±0) = +1, step(0) = 0; a bit is 1 where
 * the quantiser gives its upper value; NaN counts as "not below the threshold" for a sign and as
 * "not above it" for a step, because {@code x < θ} and {@code x > θ} are the only comparisons made.
 */
package io.dl4jcompact.quantizer;
