package io.dl4jcompact.runtime.graph;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;

/**
 * 8-bit integers to the floats that they stand for, by the definition of {@link
 * AffineQuantizer#dequantize}. A quantiser to bits may follow.
 *
 * @param quantizer the rule, whose integers are in [-128, 127]
 */
public record DequantizeInt8(AffineQuantizer quantizer) implements Op {

  /**
   * @throws IllegalArgumentException if the integers do not fit a signed byte
   */
  public DequantizeInt8 {
    QuantizeInt8.requireSigned(quantizer);
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return Inputs.oneInt8(inputs).with(ElementType.FLOAT);
  }
}
