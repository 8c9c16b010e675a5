package io.dl4jcompact.quant.params;

import io.dl4jcompact.quant.QuantizedOperator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** W [nIn, nOut] in f order, then b [nOut], as a {@code DenseLayer} has them. */
public final class DenseParamInitializer extends DefaultParamInitializer {

  private static final DenseParamInitializer INSTANCE = new DenseParamInitializer();

  private DenseParamInitializer() {}

  /** The one instance. */
  public static DenseParamInitializer getInstance() {
    return INSTANCE;
  }

  /** The superclass knows Deeplearning4j's own layers only and says true for others. */
  @Override
  protected boolean hasBias(Layer layer) {
    return ((QuantizedOperator) layer).hasBias();
  }
}
