package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;

/** A rewriting of a graph that keeps its inputs, its outputs and what it computes. */
public interface Pass {

  /**
   * The rewritten graph; the same one where there is nothing to do.
   *
   * @param takeovers where to write down which nodes take over the work of those that are gone
   */
  Graph apply(Graph graph, Takeovers takeovers);
}
