package io.dl4jcompact.binary.elm;

/**
 * How an {@link ExtremeLearningMachine} finds its output weights β. Both take the samples in
 * blocks, compute in double precision, and need memory for the hidden nodes squared, whatever the
 * number of samples is.
 */
public enum OutputSolver {
  /**
   * {@code (HᵀH + λI) β = HᵀT} by Cholesky's decomposition: fast, for thousands of hidden nodes.
   * Squares the condition number, and needs a ridge λ > 0 where the hidden nodes are not
   * independent, for example with fewer samples than nodes.
   */
  NORMAL_EQUATIONS {
    @Override
    LeastSquares create(int hiddenNodes, int outputs, double ridge) {
      return new NormalEquations(hiddenNodes, outputs, ridge);
    }
  },
  /**
   * {@code β = H⁺T} with the Moore-Penrose pseudo-inverse by singular values: the solution of the
   * least norm, whether the nodes are independent or not. H itself is never held: the blocks are
   * reduced to the triangle of H's QR decomposition, which has H's singular values. Takes minutes
   * from a thousand hidden nodes on.
   */
  SVD {
    @Override
    LeastSquares create(int hiddenNodes, int outputs, double ridge) {
      return new PseudoInverse(hiddenNodes, outputs, ridge);
    }
  };

  abstract LeastSquares create(int hiddenNodes, int outputs, double ridge);
}
