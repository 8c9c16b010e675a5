package io.dl4jcompact.binary.params;

import io.dl4jcompact.binary.BinaryDenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * Latent W [nIn, nOut] in f order, then b [nOut], as a {@code DenseLayer} has them: parameters of
 * either fit the other.
 */
public final class BinaryDenseParamInitializer extends DefaultParamInitializer {

  private static final BinaryDenseParamInitializer INSTANCE = new BinaryDenseParamInitializer();

  private BinaryDenseParamInitializer() {}

  /** The one instance. */
  public static BinaryDenseParamInitializer getInstance() {
    return INSTANCE;
  }

  /** The superclass knows Deeplearning4j's own layers only and says true for others. */
  @Override
  protected boolean hasBias(Layer layer) {
    return ((BinaryDenseLayer) layer).hasBias();
  }
}
