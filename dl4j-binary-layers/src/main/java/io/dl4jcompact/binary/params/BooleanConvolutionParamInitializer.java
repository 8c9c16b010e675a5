package io.dl4jcompact.binary.params;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * b [nOut], then W [nOut, nIn, kH, kW] in c order, as a {@code ConvolutionLayer} has them; all coin
 * flips.
 */
public final class BooleanConvolutionParamInitializer extends ConvolutionParamInitializer {

  private static final BooleanConvolutionParamInitializer INSTANCE =
      new BooleanConvolutionParamInitializer();

  private BooleanConvolutionParamInitializer() {}

  /** The one instance. */
  public static BooleanConvolutionParamInitializer getInstance() {
    return INSTANCE;
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
