package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quant.CompensationLayer;
import io.dl4jcompact.quant.params.CompensationParamInitializer;
import io.dl4jcompact.quant.params.LayerState;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/** Forward and backward pass of {@link CompensationLayer}. */
public final class CompensationLayerImpl extends BaseLayer<CompensationLayer> {

  private static final int CHANNELS = 1;

  /** For {@link CompensationLayer#instantiate}. */
  public CompensationLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private INDArray gamma() {
    return getParam(CompensationParamInitializer.GAMMA);
  }

  private INDArray expected() {
    return getParam(CompensationParamInitializer.EXPECTED);
  }

  private INDArray seen() {
    return getParam(CompensationParamInitializer.SEEN);
  }

  /** The sums of each channel. */
  private static INDArray sums(INDArray x) {
    return x.rank() == 2 ? x.sum(0) : x.sum(0, 2, 3);
  }

  private void requireChannels() {
    long channels = layerConf().getNOut();
    if (input.rank() != 2 && input.rank() != 4 || input.size(CHANNELS) != channels) {
      throw new DL4JInvalidInputException(
          "Input of shape "
              + Arrays.toString(input.shape())
              + " does not fit, expected [minibatch, "
              + channels
              + "] or [minibatch, "
              + channels
              + ", height, width]; leave the layer's nIn out "
              + layerId());
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    requireChannels();
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray x = input.castTo(dataType);
    INDArray y = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    INDArray correction = gamma().mul(expected()).addi(getParam(CompensationParamInitializer.BETA));
    return Nd4j.getExecutioner().exec(new BroadcastAddOp(x, correction, y, CHANNELS));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    startExpected();
    INDArray sums = sums(epsilon);
    Gradient gradient = new DefaultGradient();
    write(gradient, CompensationParamInitializer.GAMMA, sums.mul(expected()));
    write(gradient, CompensationParamInitializer.BETA, sums);
    if (layerConf().tracksMean()) {
      INDArray target =
          expected().mul(layerConf().decay()).addi(mean().muli(1 - layerConf().decay()));
      gradientViews.get(CompensationParamInitializer.EXPECTED).assign(expected().sub(target));
    } else {
      write(gradient, CompensationParamInitializer.EXPECTED, sums.mul(gamma()));
    }
    double[] next = {seen().getDouble(0) + 1};
    LayerState.writeChange(seen(), next, gradientViews.get(CompensationParamInitializer.SEEN));
    INDArray ofInput = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon);
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
  }

  private INDArray mean() {
    return sums(input.castTo(dataType)).divi((double) input.length() / input.size(CHANNELS));
  }

  /** Not by the updater, which would make a step of its own size towards it. */
  private void startExpected() {
    if (seen().getDouble(0) == 0) {
      expected().assign(mean());
    }
  }

  private void write(Gradient gradient, String key, INDArray value) {
    INDArray view = gradientViews.get(key);
    view.assign(value);
    gradient.setGradientFor(key, view);
  }

  /** Without what the layer updates itself, which must not be clipped or normalised. */
  @Override
  public INDArray getGradientsViewArray() {
    long own = layerConf().tracksMean() ? layerConf().getNOut() + 1 : 1;
    return LayerState.trainedPart(super.getGradientsViewArray(), own);
  }

  @Override
  public boolean updaterDivideByMinibatch(String param) {
    return !layerConf().isState(param);
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
