package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.ChannelScale;
import io.dl4jcompact.binary.QuantizedConvolution;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.GroupedConvolution;
import io.dl4jcompact.core.MaskedLayer;
import io.dl4jcompact.core.OneDnn;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link BinaryConvolutionLayer}. The convolutions are
 * Deeplearning4j's, on quantised operands: by oneDNN where {@link OneDnn#convolutionHelper} has
 * one, whether or not {@link OneDnn#install} was called, else by its built-in ones; those of
 * several groups are {@link GroupedConvolution}'s.
 *
 * <pre>
 * z = α ⊙ (q_x(x) * q_w(W)) + b                [minibatch, nOut, outH, outW]
 * ∂L/∂W = (q_x(x) * δ) ⊙ q_w'(W)               [nOut, nIn / groups, kH, kW], see {@link ChannelScale} for α
 * ∂L/∂x = (δ * (α ⊙ q_w(W)))ᵀ ⊙ q_x'(x)        [minibatch, nIn, inH, inW]
 * </pre>
 *
 * <p>Scale and bias are applied after the sum, so that the sum of one-bit products is an exact
 * integer.
 */
public class BinaryConvolutionLayerImpl extends ConvolutionLayer implements MaskedLayer {

  private static final int CHANNELS = 1;

  /** What the superclass asks for weights for. */
  private enum Use {
    PRODUCTS,
    INPUT_SUMS,
    INPUT_GRADIENT
  }

  private final transient QuantizedOperands operands;
  private transient INDArray zeroBias;
  private transient Use use = Use.PRODUCTS;

  /** For {@link BinaryConvolutionLayer#instantiate}. */
  public BinaryConvolutionLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new QuantizedOperands(this, quantizedConf().quantization());
    int groups = quantizedConf().groups();
    helper =
        groups == 1
            ? OneDnn.convolutionHelper(dataType, layerConf().getDilation()).orElse(null)
            : new GroupedConvolution(groups, dataType);
  }

  private QuantizedConvolution quantizedConf() {
    return (QuantizedConvolution) layerConf();
  }

  /**
   * W [nOut, nIn / groups, kH, kW] in c order.
   *
   * @param weights as the parameter has them
   */
  INDArray outputsFirst(INDArray weights) {
    return weights;
  }

  /**
   * Moves a gradient that lies in memory as {@link #outputsFirst} does to the parameter's order.
   */
  void toParameterOrderi(INDArray gradient) {}

  /** What the window slides over, of the quantised input. */
  INDArray surrounded(INDArray quantized, boolean training, LayerWorkspaceMgr workspaceMgr) {
    return quantized;
  }

  /** The gradient of the quantised input, of that of what {@link #surrounded} gives. */
  INDArray inside(INDArray epsilon) {
    return epsilon;
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
      // The superclass refuses other ranks later, by the layer's name.
      if (input.rank() == 4) {
        quantizedConf().requireFit(input.size(2), input.size(3));
      }
      INDArray quantized = operands.quantizeInput(input, dataType, training, workspaceMgr);
      input = surrounded(quantized, training, workspaceMgr);
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray z = preOutput(training, false, workspaceMgr).getFirst();
    boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
    INDArray result = z;
    if (training) {
      operands.keepPreOutput(z);
      // Activation functions write into their argument, and the backward pass needs z.
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z);
    }
    return layerConf().getActivationFn().getActivation(result, training);
  }

  /** z and no columns: those of the built-in convolution are computed again where needed. */
  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    if (forBackprop && operands.preOutput() != null) {
      return new Pair<>(operands.preOutput(), null);
    }
    INDArray z = convolve(Use.PRODUCTS, training, workspaceMgr);
    INDArray latent = latentWeights(training, workspaceMgr);
    operands.toLevelsi(z, CHANNELS, latent, training, workspaceMgr);
    if (operands.addsInputSums()) {
      INDArray sums = convolve(Use.INPUT_SUMS, training, workspaceMgr);
      z.addi(operands.toInputSummandsi(sums));
    }
    if (quantizedConf().hasWeightScale()) {
      INDArray scale = operands.scale(latent, training, workspaceMgr);
      Nd4j.exec(new BroadcastMulOp(z, scale, z, CHANNELS));
    }
    if (hasBias()) {
      String key = ConvolutionParamInitializer.BIAS_KEY;
      INDArray bias = super.getParamWithNoise(key, training, workspaceMgr);
      Nd4j.exec(new BroadcastAddOp(z, bias, z, CHANNELS));
    }
    return new Pair<>(z, null);
  }

  private INDArray convolve(Use weights, boolean training, LayerWorkspaceMgr workspaceMgr) {
    Use before = use;
    use = weights;
    INDArray sums = super.preOutput(training, false, workspaceMgr).getFirst();
    use = before;
    return sums;
  }

  @Override
  protected INDArray getParamWithNoise(
      String param, boolean training, LayerWorkspaceMgr workspaceMgr) {
    if (!param.equals(ConvolutionParamInitializer.WEIGHT_KEY)) {
      return hasBias() ? zeroBias() : null;
    }
    INDArray latent = latentWeights(training, workspaceMgr);
    return switch (use) {
      case PRODUCTS -> operands.quantizeWeights(latent, training, workspaceMgr);
      case INPUT_SUMS -> Nd4j.onesLike(latent);
      case INPUT_GRADIENT -> operands.backwardWeights(latent, workspaceMgr);
    };
  }

  /** What the convolution adds in place of the bias, which must come after the scale. */
  @SuppressWarnings("try")
  private INDArray zeroBias() {
    if (zeroBias == null) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        zeroBias = Nd4j.zeros(dataType, layerConf().getNOut());
      }
    }
    return zeroBias;
  }

  private INDArray latentWeights(boolean training, LayerWorkspaceMgr workspaceMgr) {
    String key = ConvolutionParamInitializer.WEIGHT_KEY;
    return outputsFirst(super.getParamWithNoise(key, training, workspaceMgr));
  }

  /** The superclass is told of a group's channels only. */
  @Override
  protected void validateInputDepth(long inDepth) {
    super.validateInputDepth(inDepth * quantizedConf().groups());
  }

  @Override
  protected INDArray backpropDropOutIfPresent(INDArray epsilon) {
    INDArray ofInput = inside(epsilon);
    operands.multiplyInputGradienti(ofInput);
    return super.backpropDropOutIfPresent(ofInput);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray latent = latentWeights(true, workspaceMgr);
    INDArray deltaSums = operands.addsWeightSums() ? deltaSums(epsilon, workspaceMgr) : null;
    use = Use.INPUT_GRADIENT;
    Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaceMgr);
    use = Use.PRODUCTS;
    // With a helper the superclass forgets to, and the next minibatch would find noise whose
    // workspace is closed.
    clearNoiseWeightParams();
    INDArray view = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray gradient = view.reshape('c', latent.shape());
    operands.toWeightGradienti(gradient, deltaSums);
    operands.toLatentWeightGradienti(gradient, latent, workspaceMgr);
    toParameterOrderi(view);
    operands.writeThresholdGradient(gradientViews);
    return result;
  }

  /** Of copies, since activation functions write into their arguments. */
  private INDArray deltaSums(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray z = preOutput(true, true, workspaceMgr).getFirst().dup();
    return layerConf().getActivationFn().backprop(z, epsilon.dup()).getFirst().sum(0, 2, 3);
  }

  /** Without a running threshold's change, which must not be clipped or normalised. */
  @Override
  public INDArray getGradientsViewArray() {
    return RunningThreshold.trainedPart(
        super.getGradientsViewArray(), quantizedConf().quantization());
  }

  @Override
  public boolean updaterDivideByMinibatch(String param) {
    return !param.equals(RunningThreshold.KEY);
  }

  @Override
  @SuppressWarnings("try")
  public void setConnected(String parameter, INDArray connected) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      operands.setConnected(outputsFirst(connected));
    }
  }

  @Override
  public void clear() {
    super.clear();
    operands.clear();
  }
}
