package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sequences [minibatch, embedding, tokens], as they go from layer to layer, as rows [minibatch ·
 * tokens, embedding]. What {@link #sequences} gives has its rows one after the other in memory, so
 * that the next layer's {@link #of} copies nothing.
 */
final class TokenRows {

  private TokenRows() {}

  static INDArray of(INDArray sequences) {
    long rows = sequences.size(0) * sequences.size(2);
    return sequences.permute(0, 2, 1).reshape('c', rows, sequences.size(1));
  }

  /**
   * The inverse, as a view.
   *
   * @param tokens of each sequence
   */
  static INDArray sequences(INDArray rows, long tokens) {
    return rows.reshape('c', rows.size(0) / tokens, tokens, rows.size(1)).permute(0, 2, 1);
  }
}
