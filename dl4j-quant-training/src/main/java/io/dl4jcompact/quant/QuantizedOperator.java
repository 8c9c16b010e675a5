package io.dl4jcompact.quant;

/** A layer configuration whose input and weights are quantised before they are multiplied. */
public interface QuantizedOperator {

  /** All that the layer quantises. */
  LayerQuantization quantization();

  /** Whether b is added. */
  boolean hasBias();
}
