package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.Quantizer;

/** A layer configuration whose operands are quantised. */
public interface QuantizedLayer {

  /** All that the layer quantises. */
  Quantization quantization();

  /** Whether b is added. */
  boolean hasBias();

  /** The quantiser of the layer's input. */
  default Quantizer inputQuantizer() {
    return quantization().input();
  }

  /** The quantiser of the latent weights W. */
  default Quantizer weightQuantizer() {
    return quantization().weights();
  }

  /** Whether each output channel n is multiplied by α_n = mean |W_n|. */
  default boolean hasWeightScale() {
    return quantization().weightScale();
  }
}
