package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import java.util.List;

/** The passes of each kind of export, in the order in which it runs them. */
public final class Passes {

  /**
   * Those for the runtime's models. Quantisers first move to where sums are made, then sums take
   * them in; only what is left is folded in float arithmetic, which rounds and so must not come
   * between a sum and its quantiser.
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

  /**
   * Those that leave nodes which ONNX has too: no bits, no limits, no multiplications by integer
   * and shift. ONNX's runtimes fuse the rest themselves.
   */
  public static final List<Pass> FOR_ONNX =
      List.of(
          new DropIdentity(),
          new ShareCommon(),
          new AbsorbFlatten(),
          new AbsorbZeroPad(),
          new FoldIntegerAffine(),
          new FoldAffine(),
          new DropIdentity());

  private Passes() {}

  /** The graph after some passes. */
  public static Optimised optimise(Graph graph, List<Pass> passes) {
    Takeovers takeovers = new Takeovers();
    Graph current = graph;
    for (Pass pass : passes) {
      current = pass.apply(current, takeovers);
    }
    return new Optimised(current, takeovers);
  }
}
