package io.dl4jcompact.binary.elm;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code (HᵀH + λI) β = HᵀT}, the sums of products in ND4J, the solution by Cholesky. */
final class NormalEquations implements LeastSquares {

  /** Pivots below this share of the greatest diagonal element are rounding, not data. */
  private static final double RELATIVE_PIVOT = 1e-13;

  private static final double SYMMETRY = 1e-9;

  private final double ridge;
  private final INDArray gram;
  private final INDArray moments;

  NormalEquations(int hiddenNodes, int outputs, double ridge) {
    this.ridge = ridge;
    gram = Nd4j.create(DataType.DOUBLE, new long[] {hiddenNodes, hiddenNodes}, 'f');
    moments = Nd4j.create(DataType.DOUBLE, new long[] {hiddenNodes, outputs}, 'f');
  }

  @Override
  public void add(INDArray hidden, INDArray targets) {
    Nd4j.gemm(hidden, hidden, gram, true, false, 1, 1);
    Nd4j.gemm(hidden, targets, moments, true, false, 1, 1);
  }

  @Override
  public double[][] solve() {
    double[][] matrix = gram.toDoubleMatrix();
    double greatest = 0;
    for (int i = 0; i < matrix.length; i++) {
      matrix[i][i] += ridge;
      greatest = Math.max(greatest, matrix[i][i]);
    }
    try {
      return new CholeskyDecomposition(
              new Array2DRowRealMatrix(matrix, false), SYMMETRY, RELATIVE_PIVOT * greatest)
          .getSolver()
          .solve(new Array2DRowRealMatrix(moments.toDoubleMatrix(), false))
          .getData();
    } catch (NonPositiveDefiniteMatrixException e) {
      throw new IllegalArgumentException(
          "ExtremeLearningMachine: the outputs of the %d hidden nodes are not independent with ridge"
                  .formatted(matrix.length)
              + " %s; set a larger .ridge(..), for example 0.001, or use .solver(OutputSolver.SVD)"
                  .formatted(ridge),
          e);
    }
  }
}
