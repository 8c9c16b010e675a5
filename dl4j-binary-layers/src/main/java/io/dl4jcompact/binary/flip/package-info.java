/**
 * Training of weights that are bits from the first step: no latent floats, a weight is flipped or
 * kept.
 *
 * <p>Read {@link io.dl4jcompact.binary.flip.SignFlip} first. The layers are {@code
 * BooleanDenseLayer} and {@code BooleanConvolutionLayer}. Bits are the numbers 0 and 1, e(v) = 2v -
 * 1.
 */
package io.dl4jcompact.binary.flip;
