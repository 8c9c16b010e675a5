package io.dl4jcompact.binary.params;

import io.dl4jcompact.binary.QuantizedLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * For any quantised layer of vectors: latent W [nIn, nOut] in f order, then b [nOut], as a {@code
 * DenseLayer} has them, so that parameters of either fit the other.
 */
public final class QuantizedDenseParamInitializer extends DefaultParamInitializer {

  private static final QuantizedDenseParamInitializer INSTANCE =
      new QuantizedDenseParamInitializer();

  private QuantizedDenseParamInitializer() {}

  /** The one instance. */
  public static QuantizedDenseParamInitializer getInstance() {
    return INSTANCE;
  }

  /** The superclass knows Deeplearning4j's own layers only and says true for others. */
  @Override
  protected boolean hasBias(Layer layer) {
    return ((QuantizedLayer) layer).hasBias();
  }
}
