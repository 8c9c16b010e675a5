package io.dl4jcompact.elastic.params;

import io.dl4jcompact.elastic.ElasticDenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** W [nIn, nOut], then b [nOut]: a dense layer's. Deeplearning4j asks only its own for a bias. */
public final class ElasticDenseParamInitializer extends DefaultParamInitializer {

  private static final ElasticDenseParamInitializer INSTANCE = new ElasticDenseParamInitializer();

  private ElasticDenseParamInitializer() {}

  /** The one instance. */
  public static ElasticDenseParamInitializer getInstance() {
    return INSTANCE;
  }

  @Override
  protected boolean hasBias(Layer layer) {
    return ((ElasticDenseLayer) layer).hasBias();
  }
}
