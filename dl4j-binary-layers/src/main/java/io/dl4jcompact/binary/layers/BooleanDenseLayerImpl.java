package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BooleanDenseLayer;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link BooleanDenseLayer}, in the numbers 0 and 1; formulas in
 * {@link io.dl4jcompact.binary.BooleanLayer}.
 */
public final class BooleanDenseLayerImpl extends BaseLayer<BooleanDenseLayer> {

  private final transient BooleanOperands operands;
  // s of the present input while training, in the workspace of the layer's output.
  private transient INDArray sums;

  /** For {@link BooleanDenseLayer#instantiate}. */
  public BooleanDenseLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new BooleanOperands(this);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    sums = null;
  }

  @Override
  protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    requireColumns();
    INDArray x = input.castTo(dataType);
    operands.requireInput(x);
    INDArray slopes = operands.slopes();
    // In f order mmuli writes without a copy; s itself is in c order.
    long[] shape = {x.rows(), slopes.columns()};
    INDArray s = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    slopes.transpose().mmuli(x.transpose(), s.transpose());
    INDArray shift = operands.shift(0);
    if (shift != null) {
      s.addiRowVector(shift);
    }
    if (maskArray != null) {
      applyMask(s);
    }
    return s;
  }

  private void requireColumns() {
    long nIn = layerConf().getNIn();
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
    INDArray s = preOutput(training, workspaceMgr);
    INDArray result = s;
    if (training) {
      sums = s;
      // Activation functions write into their argument, and the backward pass needs s.
      result = workspaceMgr.dup(ArrayType.ACTIVATIONS, s, 'c');
    }
    result = operands.activation().getActivation(result, training);
    if (maskArray != null) {
      applyMask(result);
    }
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray s = sums == null ? preOutput(true, workspaceMgr) : sums;
    INDArray signal = operands.signal(s, epsilon.castTo(dataType));
    if (maskArray != null) {
      applyMask(signal);
    }
    INDArray signalSums = signal.sum(true, 0);
    Gradient gradients = new DefaultGradient();
    if (hasBias()) {
      INDArray bias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      bias.assign(signalSums.reshape(bias.shape()));
      gradients.setGradientFor(DefaultParamInitializer.BIAS_KEY, bias);
    }
    INDArray weights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    Nd4j.gemm(input.castTo(dataType), signal, weights, true, false, 1, 0);
    operands.toWeightGradienti(weights, signalSums);
    gradients.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, weights);
    return new Pair<>(gradients, passedOn(signal, workspaceMgr));
  }

  private INDArray passedOn(INDArray signal, LayerWorkspaceMgr workspaceMgr) {
    INDArray slopes = operands.slopes();
    long[] shape = {slopes.rows(), signal.rows()};
    INDArray passed =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'f');
    slopes.mmuli(signal.transpose(), passed);
    return backpropDropOutIfPresent(passed.transpose().muli(layerConf().signalScale()));
  }

  @Override
  public void clear() {
    super.clear();
    sums = null;
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
