/**
 * Forward and backward passes. Read {@link io.dl4jcompact.quant.layers.QuantizedDenseLayerImpl}
 * first, then {@code AffineOperand}.
 */
package io.dl4jcompact.quant.layers;
