package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quant.AffineQuantizerLayer;
import io.dl4jcompact.quant.params.LayerState;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of {@link AffineQuantizerLayer}: those of a quantised input alone. */
public final class AffineQuantizerLayerImpl extends BaseLayer<AffineQuantizerLayer> {

  private final transient QuantizedOperands operands;

  /** For {@link AffineQuantizerLayer#instantiate}. */
  public AffineQuantizerLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new QuantizedOperands(this, layerConf().quantization(), 0);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    operands.clear();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    operands.quantizeInput(input, dataType, training, workspaceMgr);
    return workspaceMgr.dup(ArrayType.ACTIVATIONS, operands.input().values());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Gradient gradient = new DefaultGradient();
    INDArray ofInput = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon);
    operands.toInputGradienti(ofInput, gradientViews, gradient);
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
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
  public boolean hasBias() {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    operands.clear();
  }
}
