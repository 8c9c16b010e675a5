package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.quant.Observer;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.ValueRange;
import io.dl4jcompact.quant.params.LayerState;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import io.dl4jcompact.quantizer.AffineQuantizer;

/** The quantiser of a layer's input, constant from now on. */
final class ObservedQuantizer {

  private ObservedQuantizer() {}

  /**
   * @throws io.dl4jcompact.export.ExportException if nothing was ever observed
   */
  static AffineQuantizer of(QuantizationScheme scheme, ExportContext context) {
    double[] state = LayerState.of(context.array(QuantizedParamInitializer.INPUT_STATE));
    if (Observer.batches(state) == 0) {
      throw context.unsupported(
          "the range of its input was never observed; train the network before it is exported");
    }
    ValueRange range = scheme.observer().range(state, scheme.interval(), scheme.bits());
    double logStep =
        scheme.learnedRange()
            ? context.array(QuantizedParamInitializer.INPUT_STEP).getDouble(0)
            : 0;
    return scheme.quantizer(range, logStep).signed();
  }
}
