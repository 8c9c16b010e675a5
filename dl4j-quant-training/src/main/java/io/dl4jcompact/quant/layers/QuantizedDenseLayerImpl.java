package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.quant.params.LayerState;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of {@link QuantizedDenseLayer}.
 *
 * <pre>
 * z = (c_x c_w) · s_x·s_w + b                   [minibatch, nOut], c_x c_w in exact integers
 * ∂L/∂W = (s_x·c_x)ᵀ δ' where W is in range     [nIn, nOut]
 * ∂L/∂x = δ' (s_w·c_w)ᵀ where x is in range     [minibatch, nIn]
 * </pre>
 *
 * <p>c are centred integers, see {@code AffineOperand}; δ' is δ, or δ quantised. Sum, product of
 * the steps, their product and the sum with b are each rounded once to the layer's data type.
 */
public final class QuantizedDenseLayerImpl extends BaseLayer<QuantizedDenseLayer> {

  private static final int OUTPUTS = 1;

  private final transient QuantizedOperands operands;

  /** For {@link QuantizedDenseLayer#instantiate}. */
  public QuantizedDenseLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new QuantizedOperands(this, layerConf().quantization(), OUTPUTS);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    operands.clear();
  }

  @Override
  protected void applyDropOutIfNecessary(boolean training, LayerWorkspaceMgr workspaceMgr) {
    super.applyDropOutIfNecessary(training, workspaceMgr);
    if (!operands.inputQuantized()) {
      requireColumns(layerConf().getNIn());
      operands.quantizeInput(input, dataType, training, workspaceMgr);
    }
  }

  private void requireColumns(long nIn) {
    if (input.rank() != 2 || input.columns() != nIn) {
      throw new DL4JInvalidInputException(
          "Input of shape "
              + Arrays.toString(input.shape())
              + " does not fit, expected [minibatch, "
              + nIn
              + "]; set the layer's nIn or the network's input type "
              + layerId());
    }
  }

  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    INDArray kept = operands.preOutput();
    INDArray z = forBackprop && kept != null ? kept : preOutput(training, workspaceMgr);
    return new Pair<>(z, z);
  }

  @Override
  protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray latent = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaceMgr);
    operands.quantizeWeights(latent, training, workspaceMgr);
    // In c order, also with a single row: oneDNN's batch normalisation computes nonsense for one in
    // f order.
    long[] shape = {input.rows(), latent.columns()};
    INDArray z = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    DenseSums.write(operands.input(), operands.weights(), z);
    scalei(z);
    if (hasBias()) {
      z.addiRowVector(getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaceMgr));
    }
    if (maskArray != null) {
      applyMask(z);
    }
    return z;
  }

  private void scalei(INDArray z) {
    INDArray scales = operands.scales();
    if (scales != null && scales.length() == 1) {
      z.muli(scales.getNumber(0));
    } else if (scales != null) {
      z.muliRowVector(scales);
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray z = preOutput(training, workspaceMgr);
    INDArray result = z;
    if (training) {
      operands.keepPreOutput(z);
      // Activation functions write into their argument, and the backward pass needs z.
      boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z, z.ordering());
    }
    result = layerConf().getActivationFn().getActivation(result, training);
    if (maskArray != null) {
      applyMask(result);
    }
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray z = preOutputWithPreNorm(true, true, workspaceMgr).getFirst();
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
    if (maskArray != null) {
      applyMask(delta);
    }
    Gradient gradient = new DefaultGradient();
    writeBiasGradient(delta, gradient);
    INDArray quantized = operands.backwardDelta(delta);
    INDArray ofInput = inputGradient(quantized, workspaceMgr);
    INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    operands.input().values().transpose().mmuli(quantized, ofWeights);
    gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
    operands.toWeightGradienti(ofWeights, gradientViews, gradient);
    operands.toInputGradienti(ofInput, gradientViews, gradient);
    clearNoiseWeightParams();
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
  }

  private void writeBiasGradient(INDArray delta, Gradient gradient) {
    if (hasBias()) {
      INDArray view = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      view.assign(delta.sum(0));
      gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, view);
    }
  }

  /** Of the input's values, [minibatch, nIn]. */
  private INDArray inputGradient(INDArray delta, LayerWorkspaceMgr workspaceMgr) {
    INDArray weights = operands.weights().values();
    long[] transposed = {weights.rows(), delta.rows()};
    INDArray result =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, transposed, 'f');
    return weights.mmuli(delta.transpose(), result).transpose();
  }

  /** Without the change of the observer's state, which must not be clipped or normalised. */
  @Override
  public INDArray getGradientsViewArray() {
    return LayerState.trainedPart(
        super.getGradientsViewArray(),
        QuantizedParamInitializer.stateLength(layerConf().quantization()));
  }

  @Override
  public boolean updaterDivideByMinibatch(String param) {
    return !QuantizedParamInitializer.isState(param);
  }

  @Override
  public void clear() {
    super.clear();
    operands.clear();
  }

  @Override
  public boolean hasBias() {
    return layerConf().hasBias();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
