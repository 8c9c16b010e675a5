package io.dl4jcompact.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer's product on floats by ND4J's OpenBLAS. It writes columns: into any other order the
 * result would be copied once more.
 */
final class Nd4jDense {

  private Nd4jDense() {}

  /** All ways to call it worth trying; each gives [rows, outputs]. */
  static List<Supplier<INDArray>> forms(Product product) {
    int rows = product.batch();
    int outputs = product.outputs();
    INDArray input = array(product.inputs(), rows, product.depth());
    INDArray weights = array(product.weights(), outputs, product.depth());
    INDArray inputColumns = input.dup('f');
    INDArray weightColumns = weights.dup('f');
    INDArray sums = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, outputs}, 'f');
    INDArray turned = Nd4j.createUninitialized(DataType.FLOAT, new long[] {outputs, rows}, 'f');
    return List.of(
        () -> input.mmuli(weights.transpose(), sums),
        () -> inputColumns.mmuli(weights.transpose(), sums),
        () -> inputColumns.mmuli(weightColumns.transpose(), sums),
        () -> weights.mmuli(input.transpose(), turned).transpose(),
        () -> weightColumns.mmuli(input.transpose(), turned).transpose());
  }

  private static INDArray array(byte[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape('c', shape);
  }
}
