package io.dl4jcompact.binary.elm;

/** Least squares by naive loops in doubles: Gaussian elimination, no library. */
final class NaiveLeastSquares {

  private NaiveLeastSquares() {}

  /** sigmoid(x W + b), with 1/(1 + e^-z). */
  static double[][] hidden(double[][] x, double[][] w, double[] b) {
    double[][] h = product(x, w);
    for (double[] row : h) {
      for (int j = 0; j < row.length; j++) {
        row[j] = 1 / (1 + Math.exp(-(row[j] + b[j])));
      }
    }
    return h;
  }

  /** (HᵀH + λI)⁻¹HᵀT. */
  static double[][] ridge(double[][] h, double[][] t, double lambda) {
    double[][] gram = product(transpose(h), h);
    for (int i = 0; i < gram.length; i++) {
      gram[i][i] += lambda;
    }
    return solve(gram, product(transpose(h), t));
  }

  /** Hᵀ(HHᵀ)⁻¹T: the pseudo-inverse where the rows are independent. */
  static double[][] leastNorm(double[][] h, double[][] t) {
    return product(transpose(h), solve(product(h, transpose(h)), t));
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private static double[][] transpose(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  /** A x = B by elimination with the greatest pivot of each column; changes both. */
  private static double[][] solve(double[][] a, double[][] b) {
    for (int column = 0; column < a.length; column++) {
      int pivot = column;
      for (int i = column + 1; i < a.length; i++) {
        pivot = Math.abs(a[i][column]) > Math.abs(a[pivot][column]) ? i : pivot;
      }
      swap(a, column, pivot);
      swap(b, column, pivot);
      for (int i = 0; i < a.length; i++) {
        if (i != column) {
          double factor = a[i][column] / a[column][column];
          subtract(a[i], a[column], factor);
          subtract(b[i], b[column], factor);
        }
      }
    }
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[i].length; j++) {
        b[i][j] /= a[i][i];
      }
    }
    return b;
  }

  private static void subtract(double[] row, double[] other, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
}
