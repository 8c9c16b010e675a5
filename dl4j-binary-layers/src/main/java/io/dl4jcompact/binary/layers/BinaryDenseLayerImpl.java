package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.ChannelScale;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.MaskedLayer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link BinaryDenseLayer}. The dense algebra of the backward pass is
 * Deeplearning4j's, on quantised operands; the surrogate factors are added here.
 *
 * <pre>
 * z = α ⊙ (q_x(x) q_w(W)) + b                  [minibatch, nOut]
 * ∂L/∂W = q_x(x)ᵀ δ ⊙ q_w'(W)                  [nIn, nOut], see {@link ChannelScale} for α
 * ∂L/∂x = δ (α ⊙ q_w(W))ᵀ ⊙ q_x'(x)            [minibatch, nIn]
 * </pre>
 *
 * <p>The scale is applied after the sum, so that the sum of one-bit products is an exact integer.
 */
public final class BinaryDenseLayerImpl extends BaseLayer<BinaryDenseLayer> implements MaskedLayer {

  private final transient QuantizedOperands operands;

  /** For {@link BinaryDenseLayer#instantiate}. */
  public BinaryDenseLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new QuantizedOperands(this, layerConf().quantization());
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
      input = operands.quantizeInput(input, dataType, training, workspaceMgr);
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
    INDArray latent = latentWeights(training, workspaceMgr);
    requireColumns(latent.rows());
    INDArray weights = operands.quantizeWeights(latent, training, workspaceMgr);

    // zᵀ = Wᵀ xᵀ has an f-ordered result, which mmuli writes without a copy. z itself is in c
    // order, also with a single row: oneDNN's batch normalisation computes nonsense for one in f
    // order.
    long[] shape = {input.rows(), weights.columns()};
    INDArray z = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    weights.transpose().mmuli(input.transpose(), z.transpose());
    operands.toLevelsi(z, 1, latent, training, workspaceMgr);
    if (operands.addsInputSums()) {
      Nd4j.exec(new BroadcastAddOp(z, operands.toInputSummandsi(input.sum(1)), z, 0));
    }
    if (layerConf().hasWeightScale()) {
      z.muliRowVector(operands.scale(latent, training, workspaceMgr));
    }
    if (hasBias()) {
      z.addiRowVector(getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaceMgr));
    }
    if (maskArray != null) {
      applyMask(z);
    }
    return z;
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
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray z = preOutput(training, workspaceMgr);
    boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
    INDArray result = z;
    if (training) {
      operands.keepPreOutput(z);
      // Activation functions write into their argument, and the backward pass needs z.
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z, z.ordering());
    }
    result = layerConf().getActivationFn().getActivation(result, training);
    if (maskArray != null) {
      applyMask(result);
    }
    return result;
  }

  @Override
  protected INDArray getParamWithNoise(
      String param, boolean training, LayerWorkspaceMgr workspaceMgr) {
    // Only the superclass's backward pass asks here for the weights.
    return param.equals(DefaultParamInitializer.WEIGHT_KEY)
        ? operands.backwardWeights(latentWeights(training, workspaceMgr), workspaceMgr)
        : super.getParamWithNoise(param, training, workspaceMgr);
  }

  private INDArray latentWeights(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return super.getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaceMgr);
  }

  @Override
  protected INDArray backpropDropOutIfPresent(INDArray epsilon) {
    operands.multiplyInputGradienti(epsilon);
    return super.backpropDropOutIfPresent(epsilon);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray latent = latentWeights(true, workspaceMgr);
    INDArray deltaSums = operands.addsWeightSums() ? deltaSums(epsilon, workspaceMgr) : null;
    Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaceMgr);
    INDArray gradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    operands.toWeightGradienti(gradient, deltaSums);
    operands.toLatentWeightGradienti(gradient, latent, workspaceMgr);
    operands.writeThresholdGradient(gradientViews);
    return result;
  }

  /** Of copies, since activation functions write into their arguments. */
  private INDArray deltaSums(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray z = preOutputWithPreNorm(true, true, workspaceMgr).getFirst().dup();
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon.dup()).getFirst();
    if (maskArray != null) {
      applyMask(delta);
    }
    return delta.sum(0);
  }

  /** Without a running threshold's change, which must not be clipped or normalised. */
  @Override
  public INDArray getGradientsViewArray() {
    return RunningThreshold.trainedPart(super.getGradientsViewArray(), layerConf().quantization());
  }

  @Override
  public boolean updaterDivideByMinibatch(String param) {
    return !param.equals(RunningThreshold.KEY);
  }

  @Override
  public void setConnected(String parameter, INDArray connected) {
    operands.setConnected(connected);
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
