package io.dl4jcompact.runtime.graph;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import java.util.List;
import java.util.Objects;

/**
 * Floats to bits: 1 where the quantiser gives its upper value.
 *
 * @param quantizer the rule, as inference applies it
 */
public record Quantize(OneBitQuantizer quantizer) implements Op {

  public Quantize {
    Objects.requireNonNull(quantizer, "quantizer");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return Inputs.oneFloat(inputs).with(ElementType.of(quantizer));
  }
}
