package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * Float weights of which many are 0 become a mask and the others. An infinite input times such a
 * weight is then 0, where it was not a number.
 */
public final class StoreSparse extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Convolution convolution)
        || !(convolution.weights() instanceof Weights.Real real)) {
      return false;
    }
    Floats values = real.values();
    Mask mask = Mask.of(Bits.of(values.length(), i -> values.get(i) != 0));
    if (!mask.saves(Float.SIZE)) {
      return false;
    }
    float[] connected = new float[mask.count()];
    int i = 0;
    for (int at = mask.next(0); at < mask.length(); at = mask.next(at + 1)) {
      connected[i++] = values.get(at);
    }
    Weights sparse = new Weights.Sparse(mask, new Weights.Real(Floats.of(connected)));
    editor.put(node.with(convolution.with(sparse)));
    return true;
  }
}
