package io.dl4jcompact.export.pass;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;

/**
 * Zero padding → convolution becomes a convolution that pads; so it does with a quantiser between
 * that gives 0, or its integer, for 0. A quantiser to ±1 does not: it makes the padding ±1.
 */
public final class AbsorbZeroPad extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof ZeroPad)) {
      return false;
    }
    boolean changed = false;
    for (Node consumer : graph.consumers(node.name())) {
      if (canPad(graph, consumer)) {
        editor.put(consumer.withInputs(node.inputs()));
        widen(graph, node, consumer, editor);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean canPad(Graph graph, Node node) {
    return node.op() instanceof Convolution
        || keepsZero(node)
            && graph.consumers(node.name()).stream()
                .allMatch(
                    next ->
                        next.op() instanceof Convolution || next.op() instanceof Int8Convolution);
  }

  /** The integer of 0 is the zero point, which is what layers of integers pad with. */
  private static boolean keepsZero(Node node) {
    return node.op() instanceof QuantizeInt8
        || node.op() instanceof Quantize quantize && keepsZero(quantize.quantizer());
  }

  private static boolean keepsZero(OneBitQuantizer quantizer) {
    return quantizer.quantize(0) == 0;
  }

  private static void widen(Graph graph, Node pad, Node node, GraphEditor editor) {
    if (node.op() instanceof Convolution convolution) {
      Window padded = widened(convolution.window(), (ZeroPad) pad.op());
      editor.put(editor.node(node.name()).with(convolution.with(padded)));
      editor.noteFold(pad.name(), node.name());
    } else if (node.op() instanceof Int8Convolution convolution) {
      Window padded = widened(convolution.window(), (ZeroPad) pad.op());
      editor.put(editor.node(node.name()).with(convolution.with(padded)));
      editor.noteFold(pad.name(), node.name());
    } else {
      graph.consumers(node.name()).forEach(next -> widen(graph, pad, next, editor));
    }
  }

  private static Window widened(Window window, ZeroPad pad) {
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.dilationHeight(),
        window.dilationWidth(),
        window.padTop() + pad.top(),
        window.padBottom() + pad.bottom(),
        window.padLeft() + pad.left(),
        window.padRight() + pad.right());
  }
}
