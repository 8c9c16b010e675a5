package io.dl4jcompact.quant.layers;

import io.dl4jcompact.core.FiniteInput;
import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.WeightRanges;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The quantised operands of one layer and the result before its activation function, kept from its
 * forward pass to its backward pass so that nothing is computed twice.
 *
 * <p>What is kept lives in the workspace of the layer's input, which is open until the backward
 * pass is over. Null means "not computed for the present input".
 */
final class QuantizedOperands {

  private final BaseLayer<?> layer;
  private final LayerQuantization quantization;
  private final int dimension;
  private final ObservedInput observed;
  private AffineOperand input;
  private AffineOperand weights;
  private INDArray preOutput;

  /**
   * @param dimension of W that counts the output channels
   */
  QuantizedOperands(BaseLayer<?> layer, LayerQuantization quantization, int dimension) {
    this.layer = layer;
    this.quantization = quantization;
    this.dimension = dimension;
    observed = new ObservedInput(layer, quantization.input());
  }

  /** Forgets everything: the layer has a new input or none. */
  void clear() {
    input = null;
    weights = null;
    preOutput = null;
  }

  boolean inputQuantized() {
    return input != null;
  }

  AffineOperand input() {
    return input;
  }

  AffineOperand weights() {
    return weights;
  }

  /** Keeps z, the layer's output before its activation function; null for none. */
  void keepPreOutput(INDArray z) {
    preOutput = z;
  }

  INDArray preOutput() {
    return preOutput;
  }

  void quantizeInput(INDArray x, DataType dataType, boolean training, LayerWorkspaceMgr mgr) {
    input = observed.quantize(x, dataType, training, mgr);
  }

  /**
   * @throws IllegalStateException if a weight is NaN or infinite; the message names the layer
   */
  void quantizeWeights(INDArray latent, boolean training, LayerWorkspaceMgr mgr) {
    QuantizationScheme scheme = quantization.weights();
    if (scheme.isNone()) {
      weights = AffineOperand.real(latent);
      return;
    }
    FiniteInput.require(layer.layerConf(), "weights", latent);
    INDArray logSteps =
        scheme.learnedRange() ? layer.getParam(QuantizedParamInitializer.WEIGHT_STEP) : null;
    List<AffineQuantizer> quantizers = WeightRanges.quantizers(scheme, latent, dimension, logSteps);
    AffineSteps steps = new AffineSteps(quantizers, dimension, latent.dataType());
    ArrayType lifetime = training ? ArrayType.INPUT : ArrayType.FF_WORKING_MEM;
    INDArray out =
        mgr.createUninitialized(lifetime, latent.dataType(), latent.shape(), latent.ordering());
    weights = AffineOperand.quantize(scheme, latent, steps, training, out);
  }

  /** s_x·s_w, of one element or one an output channel; null where no operand is quantised. */
  INDArray scales() {
    if (input.isReal()) {
      return weights.scales();
    }
    return weights.isReal() ? input.scales() : weights.scales().mul(input.scales().getNumber(0));
  }

  /** δ as the products of the backward pass see it. */
  INDArray backwardDelta(INDArray delta) {
    return GradientQuantizer.quantize(layer.layerConf(), quantization.backward(), delta);
  }

  /**
   * Turns the gradient of the weights' values into that of the latent weights, in place, and writes
   * what else is trained with them.
   */
  void toWeightGradienti(INDArray gradient, Map<String, INDArray> views, Gradient result) {
    if (quantization.weights().learnedRange()) {
      write(QuantizedParamInitializer.WEIGHT_STEP, weights.stepGradient(gradient), views, result);
    }
    weights.toLatentGradienti(gradient);
  }

  /** As {@link #toWeightGradienti}, of the input; writes the change of its observer's state. */
  void toInputGradienti(INDArray gradient, Map<String, INDArray> views, Gradient result) {
    if (quantization.input().learnedRange()) {
      write(QuantizedParamInitializer.INPUT_STEP, input.stepGradient(gradient), views, result);
    }
    input.toLatentGradienti(gradient);
    observed.writeStateChange(views);
  }

  private static void write(
      String key, INDArray gradient, Map<String, INDArray> views, Gradient result) {
    INDArray view = views.get(key);
    view.assign(gradient);
    result.setGradientFor(key, view);
  }
}
