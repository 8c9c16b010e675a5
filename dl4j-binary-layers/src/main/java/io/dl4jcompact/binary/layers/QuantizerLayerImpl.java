package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.QuantizerLayer;
import io.dl4jcompact.binary.QuantizerOps;
import io.dl4jcompact.core.FiniteInput;
import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of {@link QuantizerLayer}: q(x), and ε ⊙ q'(x). */
public final class QuantizerLayerImpl extends AbstractLayer<QuantizerLayer> {

  private final transient ElementwiseQuantizer rule;
  private final float factor;
  private final float offset;

  /** For {@link QuantizerLayer#instantiate}. */
  public QuantizerLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    Quantizer quantizer = layerConf().quantizer();
    if (quantizer instanceof LevelQuantizer levels) {
      rule = (ElementwiseQuantizer) levels.quantizer();
      factor = levels.factor();
      offset = levels.offset();
    } else {
      rule = (ElementwiseQuantizer) quantizer;
      factor = 1;
      offset = 0;
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray x = input.castTo(dataType);
    INDArray q = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    FiniteInput.require(layerConf(), x);
    if (training) {
      QuantizerOps.quantizeTraining(rule, x, q);
    } else {
      QuantizerOps.quantize(rule, x, q);
    }
    if (factor != 1) {
      q.muli(factor);
    }
    return offset == 0 ? q : q.addi(offset);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray x = input.castTo(dataType);
    INDArray gradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    QuantizerOps.gradient(rule, x, gradient);
    gradient.muli(epsilon);
    if (factor != 1) {
      gradient.muli(factor);
    }
    return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(gradient));
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // There are no weights.
  }
}
