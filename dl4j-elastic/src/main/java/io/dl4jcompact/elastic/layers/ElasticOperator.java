package io.dl4jcompact.elastic.layers;

/**
 * A layer that computes with slices of its parameters. Its {@code getConfig()} is {@link
 * ActiveSlices#decorate} of its configuration; every backward pass says by {@link
 * ActiveSlices#take} or {@link ActiveSlices#takeNone} which slices it used.
 */
public interface ElasticOperator {

  /** The layer's active sizes and slices. */
  ActiveSlices slices();
}
