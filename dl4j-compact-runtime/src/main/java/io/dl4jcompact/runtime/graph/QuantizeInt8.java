package io.dl4jcompact.runtime.graph;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;

/**
 * Floats to 8-bit integers, by the definition of {@link AffineQuantizer#quantize}.
 *
 * @param quantizer the rule, whose integers are in [-128, 127]: {@link AffineQuantizer#signed}
 *     makes it so
 */
public record QuantizeInt8(AffineQuantizer quantizer) implements Op {

  /**
   * @throws IllegalArgumentException if the integers do not fit a signed byte
   */
  public QuantizeInt8 {
    requireSigned(quantizer);
  }

  static void requireSigned(AffineQuantizer quantizer) {
    if (quantizer.high() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException(
          "integers must be in [-128, 127]; take the signed form of " + quantizer.spec());
    }
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return Inputs.oneFloat(inputs).with(ElementType.INT8);
  }
}
