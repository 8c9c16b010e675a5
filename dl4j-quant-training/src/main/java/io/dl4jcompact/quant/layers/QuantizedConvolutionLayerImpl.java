package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.params.LayerState;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link QuantizedConvolutionLayer}; the products are {@code
 * ConvolutionProducts}'.
 *
 * <pre>
 * z = (c_x * c_w) · s_x·s_w + b                     [minibatch, nOut, outH, outW]
 * ∂L/∂W = (s_x·c_x) * δ' where W is in range        [nOut, nIn / groups, kH, kW]
 * ∂L/∂x = (δ' * (s_w·c_w))ᵀ where x is in range     [minibatch, nIn, inH, inW]
 * </pre>
 *
 * <p>c are centred integers, see {@code AffineOperand}; δ' is δ, or δ quantised. Roundings are as
 * in {@link QuantizedDenseLayerImpl}.
 */
public final class QuantizedConvolutionLayerImpl extends ConvolutionLayer {

  private static final int OUTPUTS = 0;
  private static final int CHANNELS = 1;
  private static final int[] MAP = {0, 2, 3};

  private final transient QuantizedOperands operands;
  private final transient ConvolutionProducts products;

  /** For {@link QuantizedConvolutionLayer#instantiate}. */
  public QuantizedConvolutionLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new QuantizedOperands(this, quantizedConf().quantization(), OUTPUTS);
    products = new ConvolutionProducts(quantizedConf(), dataType);
  }

  private QuantizedConvolutionLayer quantizedConf() {
    return (QuantizedConvolutionLayer) layerConf();
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
      validateInputRank();
      validateInputDepth(quantizedConf().getNIn());
      quantizedConf().requireFit(input.size(2), input.size(3));
      operands.quantizeInput(input, dataType, training, workspaceMgr);
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray z = preOutput(training, false, workspaceMgr).getFirst();
    INDArray result = z;
    if (training) {
      operands.keepPreOutput(z);
      // Activation functions write into their argument, and the backward pass needs z.
      boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z);
    }
    return layerConf().getActivationFn().getActivation(result, training);
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    if (forBackprop && operands.preOutput() != null) {
      return new Pair<>(operands.preOutput(), null);
    }
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray latent =
        getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaceMgr);
    operands.quantizeWeights(latent, training, workspaceMgr);
    INDArray z = products.sums(operands.input(), operands.weights(), workspaceMgr);
    scalei(z);
    if (hasBias()) {
      INDArray bias =
          getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaceMgr);
      Nd4j.exec(new BroadcastAddOp(z, bias, z, CHANNELS));
    }
    return new Pair<>(z, null);
  }

  private void scalei(INDArray z) {
    INDArray scales = operands.scales();
    if (scales != null && scales.length() == 1) {
      z.muli(scales.getNumber(0));
    } else if (scales != null) {
      Nd4j.exec(new BroadcastMulOp(z, scales, z, CHANNELS));
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray z = preOutput(true, true, workspaceMgr).getFirst();
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
    Gradient gradient = new DefaultGradient();
    INDArray sums = delta.sum(MAP);
    INDArray ofWeights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray ofInput =
        products.backward(
            operands.input().values(),
            operands.weights().values(),
            operands.backwardDelta(delta),
            ofWeights,
            sums.ulike(),
            workspaceMgr);
    if (hasBias()) {
      INDArray view = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
      view.assign(sums);
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, view);
    }
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, ofWeights);
    operands.toWeightGradienti(ofWeights, gradientViews, gradient);
    operands.toInputGradienti(ofInput, gradientViews, gradient);
    clearNoiseWeightParams();
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
  }

  /** Without the change of the observer's state, which must not be clipped or normalised. */
  @Override
  public INDArray getGradientsViewArray() {
    return LayerState.trainedPart(
        super.getGradientsViewArray(),
        QuantizedParamInitializer.stateLength(quantizedConf().quantization()));
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
}
