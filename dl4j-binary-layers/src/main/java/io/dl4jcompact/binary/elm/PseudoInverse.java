package io.dl4jcompact.binary.elm;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code β = V diag(σ / (σ² + λ)) UᵀQᵀT} with {@code H = QR} and {@code R = U diag(σ) Vᵀ}; without
 * ridge, 1/σ, and 0 for a σ that is nothing but rounding.
 *
 * <p>{@code [R | QᵀT]} is a triangle of H's and T's rows so far. With further rows below it and
 * reduced again, it is that of all of them (Golub and Van Loan, Matrix Computations, 6.5).
 */
final class PseudoInverse implements LeastSquares {

  /** The distance from 1 to the next double. */
  private static final double EPSILON = 0x1p-52;

  private final int hiddenNodes;
  private final int outputs;
  private final double ridge;
  private double[][] triangle;

  PseudoInverse(int hiddenNodes, int outputs, double ridge) {
    this.hiddenNodes = hiddenNodes;
    this.outputs = outputs;
    this.ridge = ridge;
    triangle = new double[hiddenNodes][hiddenNodes + outputs];
  }

  @Override
  public void add(INDArray hidden, INDArray targets) {
    double[][] left = hidden.toDoubleMatrix();
    double[][] right = targets.toDoubleMatrix();
    double[][] stacked = new double[hiddenNodes + left.length][hiddenNodes + outputs];
    System.arraycopy(triangle, 0, stacked, 0, hiddenNodes);
    for (int i = 0; i < left.length; i++) {
      System.arraycopy(left[i], 0, stacked[hiddenNodes + i], 0, hiddenNodes);
      System.arraycopy(right[i], 0, stacked[hiddenNodes + i], hiddenNodes, outputs);
    }
    triangle =
        new QRDecomposition(new Array2DRowRealMatrix(stacked, false))
            .getR()
            .getSubMatrix(0, hiddenNodes - 1, 0, hiddenNodes + outputs - 1)
            .getData();
  }

  @Override
  public double[][] solve() {
    RealMatrix reduced = new Array2DRowRealMatrix(triangle, false);
    int last = hiddenNodes - 1;
    RealMatrix targets = reduced.getSubMatrix(0, last, hiddenNodes, hiddenNodes + outputs - 1);
    SingularValueDecomposition svd =
        new SingularValueDecomposition(reduced.getSubMatrix(0, last, 0, last));
    double[] sigmas = svd.getSingularValues();
    RealMatrix rotated = svd.getUT().multiply(targets);
    double negligible = hiddenNodes * EPSILON * sigmas[0];
    for (int i = 0; i < hiddenNodes; i++) {
      double sigma = sigmas[i];
      double inverse = sigma <= negligible ? 0 : sigma / (sigma * sigma + ridge);
      rotated.setRowVector(i, rotated.getRowVector(i).mapMultiply(inverse));
    }
    return svd.getV().multiply(rotated).getData();
  }
}
