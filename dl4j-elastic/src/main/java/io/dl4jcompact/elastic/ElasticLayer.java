package io.dl4jcompact.elastic;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer configuration some of whose sizes may vary. Implemented by {@link FeedForwardLayer}s
 * whose layer is an {@link io.dl4jcompact.elastic.layers.ElasticOperator}.
 *
 * <p>The inputs that a layer computes with are those that arrive: the first ones of its nIn. So a
 * layer with fixed outputs is elastic too, with no choices of its own.
 */
public interface ElasticLayer {

  /**
   * The permitted sizes of each dimension that varies, in ascending order, the last the full one. A
   * dimension that is not in it is fixed. That of {@link Dimension#DEPTH} is {0, 1}, and only where
   * the layer's output has its input's shape.
   */
  Map<Dimension, int[]> choices();

  /**
   * The ordinary, smaller layer that computes what this one does at some sizes.
   *
   * @param sizes one of the {@link #choices} for each of their dimensions; not skipped, which the
   *     caller deals with
   * @param inputs number of inputs that arrive, 1 to nIn: of the input's dimension 1
   * @param parameters this layer's, by name, at full size; not to be written to
   * @return with settings, such as updater and regularisation, as this layer's
   */
  Extracted extract(Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters);

  /**
   * An ordinary layer with its parameters.
   *
   * @param layer with nIn and nOut set
   * @param parameters by name, of the shapes that the layer has; may be views of the full ones
   */
  record Extracted(FeedForwardLayer layer, Map<String, INDArray> parameters) {
    public Extracted {
      parameters = Map.copyOf(parameters);
    }
  }
}
