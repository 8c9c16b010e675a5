/**
 * One-bit layers for Deeplearning4j.
 *
 * <p>Read {@link io.dl4jcompact.binary.BinaryDenseLayer} first. A layer trains latent float
 * weights; what it multiplies are their quantised values, so that the exported model can store one
 * bit each and give the same results. The quantisers themselves are in {@code
 * io.dl4jcompact.quantizer}; {@link io.dl4jcompact.binary.QuantizerOps} is their ND4J form.
 *
 * <p>A {@link io.dl4jcompact.binary.BooleanLayer} has no latent weights: its parameters are bits.
 *
 * <p>W is [nIn, nOut] for dense layers and [nOut, nIn, kH, kW] for convolutions, images are NCHW,
 * as in Deeplearning4j.
 */
package io.dl4jcompact.binary;
