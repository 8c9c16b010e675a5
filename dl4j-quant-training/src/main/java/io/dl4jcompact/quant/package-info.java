/**
 * Training of networks whose inputs and weights are integers of 2 to 8 bits.
 *
 * <p>Read {@link io.dl4jcompact.quant.QuantizedDenseLayer} first. Conventions: images are NCHW,
 * minibatch first; a dense W is [nIn, nOut], one of a convolution [nOut, nIn / groups, kernel
 * height, kernel width]; s is a scale or step, z a zero point, q an integer, and q - z the
 * <em>centred</em> integer, whose product with s is the value that training computes with.
 */
package io.dl4jcompact.quant;
