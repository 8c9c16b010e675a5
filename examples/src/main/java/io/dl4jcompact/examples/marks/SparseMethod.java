package io.dl4jcompact.examples.marks;

import io.dl4jcompact.sparse.DensityRule;
import io.dl4jcompact.sparse.Sparsify;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.dataset.DataSet;

/** How layers share the connections of a network, and the measure: all of them. */
public enum SparseMethod {
  DENSE(sparsify -> sparsify),
  UNIFORM(sparsify -> sparsify.rule(DensityRule.UNIFORM)),
  ER(sparsify -> sparsify.rule(DensityRule.ERDOS_RENYI)),
  ERK(sparsify -> sparsify.rule(DensityRule.ERDOS_RENYI_KERNEL)),
  SNIP(sparsify -> sparsify);

  private final UnaryOperator<Sparsify> rule;

  SparseMethod(UnaryOperator<Sparsify> rule) {
    this.rule = rule;
  }

  /**
   * What makes a dense network sparse.
   *
   * @param density share of connections, in (0, 1]
   * @param samples that SNIP looks at
   */
  Sparsify sparsify(double density, long seed, List<DataSet> samples) {
    Sparsify sparsify = rule.apply(new Sparsify(density, seed));
    return this == SNIP ? sparsify.snip(samples) : sparsify;
  }

  /** The name on the command line and in tables: lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
