package io.dl4jcompact.binary.elm;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A running least-squares problem: {@code min ‖Hβ - T‖² + λ‖β‖²} over blocks of rows of H, T. */
interface LeastSquares {

  /**
   * Takes some rows.
   *
   * @param hidden of H, [rows, hidden nodes], doubles; not kept
   * @param targets of T, [rows, outputs], doubles; not kept
   */
  void add(INDArray hidden, INDArray targets);

  /**
   * β [hidden nodes][outputs] for all rows so far.
   *
   * @throws IllegalArgumentException if there is no unique one; the message says the remedy
   */
  double[][] solve();
}
