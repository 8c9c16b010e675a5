package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;

/**
 * Bits → their numbers → elements → quantiser becomes these bits, inverted in channels where the
 * quantiser splits the two numbers the other way. Where it does not split them, all stays.
 */
public final class ReuseBits extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Quantize quantize)) {
      return false;
    }
    ElementChain chain = ElementChain.before(graph, node);
    Node first = chain.nodes().isEmpty() ? node : chain.nodes().get(0);
    Node unpack = graph.node(first.inputs().get(0));
    if (!(unpack.op() instanceof Unpack)) {
      return false;
    }
    String source = unpack.inputs().get(0);
    TensorType bits = graph.type(source);
    QuantizedElements elements = new QuantizedElements(Epilogue.Real.NONE, chain);
    if (ElementType.of(quantize.quantizer()) != bits.element() || !splits(bits, elements)) {
      return false;
    }
    Bits inverted = Bits.of(bits.channels(), n -> bit(bits, elements, n, false));
    if (inverted.isZero()) {
      editor.fold(node.name(), source);
    } else {
      editor.put(node.with(new Flip(inverted)).withInputs(unpack.inputs()));
    }
    chain.nodes().forEach(element -> editor.noteFold(element.name(), source));
    return true;
  }

  private static boolean splits(TensorType bits, QuantizedElements elements) {
    for (int n = 0; n < bits.channels(); n++) {
      if (bit(bits, elements, n, false) == bit(bits, elements, n, true)) {
        return false;
      }
    }
    return true;
  }

  private static boolean bit(TensorType bits, QuantizedElements elements, int n, boolean bit) {
    return elements.bit(n, bits.element().valueOf(bit));
  }
}
