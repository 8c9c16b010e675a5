package io.dl4jcompact.quant.layers;

import io.dl4jcompact.core.FiniteInput;
import io.dl4jcompact.quant.Observer;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.ValueRange;
import io.dl4jcompact.quant.params.LayerState;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's input as integers, by the range that its observer has seen.
 *
 * <p>While training, a minibatch is observed and then quantised by what was seen including it; the
 * parameter follows when the network is updated. At inference the parameter's range is used, or,
 * before any training, that of the input itself.
 */
final class ObservedInput {

  private final BaseLayer<?> layer;
  private final QuantizationScheme scheme;
  private double[] next;

  ObservedInput(BaseLayer<?> layer, QuantizationScheme scheme) {
    this.layer = layer;
    this.scheme = scheme;
  }

  /**
   * The operand of a new input.
   *
   * @throws IllegalStateException if the input has NaN or infinite values; the message names the
   *     layer
   */
  AffineOperand quantize(
      INDArray input, DataType dataType, boolean training, LayerWorkspaceMgr mgr) {
    ArrayType lifetime =
        training || mgr.isWorkspaceOpen(ArrayType.INPUT)
            ? ArrayType.INPUT
            : ArrayType.FF_WORKING_MEM;
    // A cast's result would else live in the forward pass's working memory only.
    INDArray x =
        input.dataType() == dataType ? input : mgr.leverageTo(lifetime, input.castTo(dataType));
    next = null;
    if (scheme.isNone()) {
      return AffineOperand.real(x);
    }
    FiniteInput.require(layer.layerConf(), x);
    AffineSteps steps = new AffineSteps(List.of(quantizer(x, training)), 0, dataType);
    // oneDNN reads images in c order only.
    char order = x.rank() == 4 ? 'c' : x.ordering();
    INDArray out = mgr.createUninitialized(lifetime, dataType, x.shape(), order);
    return AffineOperand.quantize(scheme, x, steps, training, out);
  }

  private AffineQuantizer quantizer(INDArray x, boolean training) {
    double[] state = LayerState.of(layer.getParam(QuantizedParamInitializer.INPUT_STATE));
    if (training) {
      next = scheme.observer().observe(state, x);
      state = next;
    }
    ValueRange range =
        Observer.batches(state) == 0
            ? scheme.observer().rangeOf(x, scheme.interval(), scheme.bits())
            : scheme.observer().range(state, scheme.interval(), scheme.bits());
    double logStep =
        scheme.learnedRange()
            ? layer.getParam(QuantizedParamInitializer.INPUT_STEP).getDouble(0)
            : 0;
    return scheme.quantizer(range, logStep);
  }

  /**
   * Writes the state's change; none after a forward pass of inference, which frozen layers make.
   */
  void writeStateChange(Map<String, INDArray> gradientViews) {
    if (!scheme.isNone()) {
      INDArray parameter = layer.getParam(QuantizedParamInitializer.INPUT_STATE);
      double[] target = next == null ? LayerState.of(parameter) : next;
      INDArray change = gradientViews.get(QuantizedParamInitializer.INPUT_STATE);
      LayerState.writeChange(parameter, target, change);
    }
  }
}
