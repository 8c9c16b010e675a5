package io.dl4jcompact.binary;

import io.dl4jcompact.core.MaskableWeights;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.Quantizer;
import java.util.Optional;

/** A layer configuration whose operands are quantised. */
public interface QuantizedLayer extends MaskableWeights {

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

  @Override
  default boolean hasZeroWeight() {
    return quantization().weightRule() instanceof Identity;
  }

  @Override
  default Optional<String> maskObstacle() {
    return quantization().weightShift() == 0
        ? Optional.empty()
        : Optional.of("has weights with levels other than -v and +v, which have no 0 between them");
  }
}
