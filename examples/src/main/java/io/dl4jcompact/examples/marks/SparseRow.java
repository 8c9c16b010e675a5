package io.dl4jcompact.examples.marks;

import java.util.ArrayList;
import java.util.List;

/**
 * One network that is compared.
 *
 * @param sparsity weights that are not connected, in percent; 0 for the dense network
 */
public record SparseRow(SparseMark mark, SparseSize size, SparseMethod method, int sparsity) {

  /** The dense network, then the others by method and sparsity. */
  public static List<SparseRow> of(
      SparseMark mark, SparseSize size, List<SparseMethod> methods, List<Integer> sparsities) {
    List<SparseRow> rows = new ArrayList<>();
    for (SparseMethod method : mark.methods()) {
      if (methods.contains(method)) {
        List<Integer> own = method == SparseMethod.DENSE ? List.of(0) : sparsities;
        own.forEach(sparsity -> rows.add(new SparseRow(mark, size, method, sparsity)));
      }
    }
    return rows;
  }

  /** Share of the weights that are connected, in (0, 1]. */
  public double density() {
    return (100 - sparsity) / 100.0;
  }

  /** The name in files, for example {@code mnist-mlp,wide-deep-erk-90}. */
  @Override
  public String toString() {
    return "%s,%s-%s-%d".formatted(mark, size, method, sparsity);
  }
}
