package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Matrix products into given arrays. */
final class Products {

  private Products() {}

  /**
   * result = a b.
   *
   * @param a [n, m], any order
   * @param b [m, k], any order
   * @param result [n, k]
   * @return result
   */
  static INDArray multiply(INDArray a, INDArray b, INDArray result) {
    if (result.ordering() == 'c') {
      // Only results in f order are written without a copy: (a b)ᵀ = bᵀ aᵀ.
      b.transpose().mmuli(a.transpose(), result.transpose());
    } else {
      a.mmuli(b, result);
    }
    return result;
  }
}
