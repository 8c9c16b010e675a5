package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticDenseLayer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.TrainingConfig;
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
 * Forward and backward pass of {@link ElasticDenseLayer}, with e inputs that arrive and w outputs.
 *
 * <pre>
 * z = x W[:e, :w] + b[:w]            [minibatch, w]
 * ∂L/∂W[:e, :w] = xᵀ δ,  ∂L/∂b[:w] = Σ δ,  ∂L/∂x = δ W[:e, :w]ᵀ,  0 elsewhere
 * </pre>
 */
public final class ElasticDenseLayerImpl extends BaseLayer<ElasticDenseLayer>
    implements ElasticOperator {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIASES = DefaultParamInitializer.BIAS_KEY;

  private final transient ActiveSlices slices;

  /** z of the last forward pass while training. */
  private transient INDArray kept;

  /** For {@link ElasticDenseLayer#instantiate}. */
  public ElasticDenseLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    slices = new ActiveSlices(layerConf());
  }

  @Override
  public ActiveSlices slices() {
    return slices;
  }

  @Override
  public TrainingConfig getConfig() {
    return slices.decorate(super.getConfig());
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    kept = null;
  }

  private Box active() {
    return Box.first(input.size(1), slices.size(Dimension.WIDTH, layerConf().getNOut()));
  }

  private Box activeBiases() {
    return Box.first(slices.size(Dimension.WIDTH, layerConf().getNOut()));
  }

  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(forBackprop);
    if (forBackprop && kept != null) {
      return new Pair<>(kept, kept);
    }
    requireFits();
    applyDropOutIfNecessary(training, workspaceMgr);
    if (input.dataType() != dataType) {
      input = workspaceMgr.leverageTo(ArrayType.INPUT, input.castTo(dataType));
    }
    INDArray weights = weights(training, ArrayType.FF_WORKING_MEM, workspaceMgr);
    long[] shape = {input.rows(), weights.columns()};
    INDArray z = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    // zᵀ = Wᵀ xᵀ has a result in f order, which is written without a copy.
    weights.transpose().mmuli(input.transpose(), z.transpose());
    if (hasBias()) {
      z.addiRowVector(activeBiases().of(getParamWithNoise(BIASES, training, workspaceMgr)));
    }
    if (maskArray != null) {
      applyMask(z);
    }
    return new Pair<>(z, z);
  }

  /** W[:e, :w] without gaps, which products need. */
  private INDArray weights(boolean training, ArrayType place, LayerWorkspaceMgr workspaceMgr) {
    INDArray whole = getParamWithNoise(WEIGHTS, training, workspaceMgr);
    Box active = active();
    if (active.isRun(whole)) {
      return active.of(whole);
    }
    char order = whole.ordering();
    INDArray part = workspaceMgr.createUninitialized(place, dataType, active.shape(), order);
    active.read(whole, part);
    return part;
  }

  private void writeWeightGradient(INDArray delta, LayerWorkspaceMgr workspaceMgr) {
    INDArray whole = gradientViews.get(WEIGHTS);
    Box active = active();
    if (active.isRun(whole)) {
      input.transpose().mmuli(delta, slices.take(WEIGHTS, whole, active));
      return;
    }
    long[] shape = active.shape();
    INDArray part =
        workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, shape, 'f');
    input.transpose().mmuli(delta, part);
    slices.put(WEIGHTS, whole, active, part);
  }

  private void requireFits() {
    long nIn = layerConf().getNIn();
    if (input.rank() != 2 || input.size(1) > nIn) {
      throw new DL4JInvalidInputException(
          "Input of shape "
              + Arrays.toString(input.shape())
              + " does not fit, expected [minibatch, at most "
              + nIn
              + "]; set the layer's nIn or the network's input type "
              + layerId());
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    if (slices.isSkipped()) {
      return workspaceMgr.dup(ArrayType.ACTIVATIONS, input);
    }
    INDArray z = preOutput(training, workspaceMgr);
    boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
    INDArray result = z;
    if (training) {
      kept = z;
      // Activation functions write into their argument, and the backward pass needs z.
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z);
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
    Gradient gradient = new DefaultGradient();
    if (hasBias()) {
      gradient.setGradientFor(BIASES, gradientViews.get(BIASES));
    }
    gradient.setGradientFor(WEIGHTS, gradientViews.get(WEIGHTS));
    if (slices.isSkipped()) {
      slices.takeNone(gradientViews.values());
      return new Pair<>(gradient, workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon));
    }
    INDArray z = preOutputWithPreNorm(true, true, workspaceMgr).getFirst();
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
    if (maskArray != null) {
      applyMask(delta);
    }
    writeWeightGradient(delta, workspaceMgr);
    if (hasBias()) {
      INDArray ofBiases = slices.take(BIASES, gradientViews.get(BIASES), activeBiases());
      delta.sum(ofBiases, 0);
    }
    INDArray weights = weights(true, ArrayType.BP_WORKING_MEM, workspaceMgr);
    long[] shape = {input.size(1), delta.size(0)};
    INDArray ofInput =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'f');
    weights.mmuli(delta.transpose(), ofInput);
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput.transpose()));
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
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
