package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;

/** Computes once what several nodes compute from the same inputs, such as a shared quantiser. */
public final class ShareCommon extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    for (Node earlier : graph.nodes()) {
      if (earlier == node) {
        return false;
      }
      if (isSame(earlier, node)) {
        editor.share(node.name(), earlier.name());
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Node a, Node b) {
    return !(a.op() instanceof Input) && a.inputs().equals(b.inputs()) && a.op().equals(b.op());
  }
}
