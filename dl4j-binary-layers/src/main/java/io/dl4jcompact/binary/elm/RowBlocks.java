package io.dl4jcompact.binary.elm;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hands rows on in blocks of one size and in doubles, so that neither memory nor speed depends on
 * how the samples come.
 */
final class RowBlocks {

  private final int rows;
  private final INDArray hidden;
  private final INDArray targets;
  private final LeastSquares problem;
  private int filled;

  /**
   * @param rows of a block
   */
  RowBlocks(int rows, int hiddenNodes, int outputs, LeastSquares problem) {
    this.rows = rows;
    this.problem = problem;
    hidden = Nd4j.create(DataType.DOUBLE, new long[] {rows, hiddenNodes}, 'f');
    targets = Nd4j.create(DataType.DOUBLE, new long[] {rows, outputs}, 'f');
  }

  /** How many rows {@link #add} takes at most. */
  int room() {
    return rows - filled;
  }

  /** Takes at most {@link #room()} rows, of any float type. */
  void add(INDArray hiddenRows, INDArray targetRows) {
    int to = filled + hiddenRows.rows();
    hidden.get(interval(filled, to), all()).assign(hiddenRows);
    targets.get(interval(filled, to), all()).assign(targetRows);
    filled = to;
    if (filled == rows) {
      problem.add(hidden, targets);
      filled = 0;
    }
  }

  /** β for all rows. */
  double[][] solve() {
    if (filled > 0) {
      problem.add(
          hidden.get(interval(0, filled), all()).dup('f'),
          targets.get(interval(0, filled), all()).dup('f'));
      filled = 0;
    }
    return problem.solve();
  }
}
