package io.dl4jcompact.binary.params;

import io.dl4jcompact.binary.BooleanLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** W [nIn, nOut] in f order, then b [nOut], as a {@code DenseLayer} has them; all coin flips. */
public final class BooleanDenseParamInitializer extends DefaultParamInitializer {

  private static final BooleanDenseParamInitializer INSTANCE = new BooleanDenseParamInitializer();

  private BooleanDenseParamInitializer() {}

  /** The one instance. */
  public static BooleanDenseParamInitializer getInstance() {
    return INSTANCE;
  }

  /** The superclass knows Deeplearning4j's own layers only and says true for others. */
  @Override
  protected boolean hasBias(Layer layer) {
    return ((BooleanLayer) layer).hasBias();
  }

  @Override
  protected INDArray createWeightMatrix(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    CoinFlips.assign(view, initializeParams);
    return super.createWeightMatrix(conf, view, false);
  }

  @Override
  protected INDArray createBias(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    CoinFlips.assign(view, initializeParams);
    return super.createBias(conf, view, false);
  }
}
