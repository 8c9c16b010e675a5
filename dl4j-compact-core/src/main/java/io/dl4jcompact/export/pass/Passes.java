package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import java.util.List;

/** All passes in the order in which an export runs them. */
public final class Passes {

  /**
   * Quantisers first move to where sums are made, then sums take them in; only what is left is
   * folded in float arithmetic, which rounds and so must not come between a sum and its quantiser.
   */
  public static final List<Pass> IN_ORDER =
      List.of(
          new DropIdentity(),
          new ShareCommon(),
          new AbsorbFlatten(),
          new AbsorbZeroPad(),
          new QuantizeBeforePool(),
          new ReuseBits(),
          new FoldThreshold(),
          new FoldFlip(),
          new FoldRequantization(),
          new FoldIntegerAdd(),
          new FoldAffine(),
          new DropIdentity(),
          new StoreSparse());

  private Passes() {}

  /** The graph after all passes. */
  public static Optimised optimise(Graph graph) {
    Takeovers takeovers = new Takeovers();
    Graph current = graph;
    for (Pass pass : IN_ORDER) {
      current = pass.apply(current, takeovers);
    }
    return new Optimised(current, takeovers);
  }
}
