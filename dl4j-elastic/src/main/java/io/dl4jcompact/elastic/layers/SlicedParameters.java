package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The active parts of a layer's parameters, for the operations that it is made of. */
interface SlicedParameters {

  /** The first elements of a parameter, as a view. */
  INDArray of(String key, long... sizes);

  /** The view that the gradient of {@link #of} is written to; it is 0 elsewhere. */
  INDArray gradient(String key, long... sizes);
}
