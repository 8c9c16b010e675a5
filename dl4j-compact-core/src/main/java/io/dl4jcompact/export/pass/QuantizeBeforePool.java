package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Max-pooling or upsampling → elements → quantiser becomes elements → quantiser → the same on bits;
 * a max-pooling of integers likewise.
 *
 * <p>A rising function h has h(max z) = max h(z). A falling one has h(max z) = min h(z) = not max
 * (not h(z)): channels where the elements fall are flipped before the pooling and after it.
 *
 * <p>A pooling stays where a placement of its window sees padding alone: floats have -{@link
 * Float#MAX_VALUE} there, whose bit h decides, while pooled bits have 0.
 */
public final class QuantizeBeforePool extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    ElementChain chain = ElementChain.after(graph, node);
    if (!isMover(graph, node) || chain.end() == null) {
      return false;
    }
    int channels = graph.type(node.name()).channels();
    if (chain.end().op() instanceof QuantizeInt8) {
      return moveIntegers(node, chain, channels, editor);
    }
    if (!(chain.end().op() instanceof Quantize)) {
      return false;
    }
    boolean orderMatters = node.op() instanceof Pool;
    if (orderMatters && !isMonotone(chain, channels)) {
      return false;
    }
    Bits falling =
        Bits.of(channels, channel -> orderMatters && chain.direction(channel) == Direction.FALLING);
    move(node, chain, falling, editor);
    return true;
  }

  /** Integers have no flip: nothing may fall. */
  private static boolean moveIntegers(
      Node node, ElementChain chain, int channels, GraphEditor editor) {
    boolean rises =
        IntStream.range(0, channels)
            .allMatch(channel -> chain.direction(channel) == Direction.RISING);
    if (!(node.op() instanceof Pool) || !rises) {
      return false;
    }
    move(node, chain, Bits.of(channels, channel -> false), editor);
    return true;
  }

  private static boolean isMover(Graph graph, Node node) {
    return node.op() instanceof Upsample
        || node.op() instanceof Pool pool
            && pool.pooling().equals(Pooling.MAX)
            && !seesPaddingAlone(pool.window(), graph.inputTypes(node).get(0));
  }

  private static boolean seesPaddingAlone(Window window, TensorType map) {
    int rows = window.outputHeight(map.height());
    int columns = window.outputWidth(map.width());
    return IntStream.range(0, rows)
            .map(row -> row * window.strideHeight() - window.padTop())
            .anyMatch(
                from -> misses(from, window.kernelHeight(), window.dilationHeight(), map.height()))
        || IntStream.range(0, columns)
            .map(column -> column * window.strideWidth() - window.padLeft())
            .anyMatch(
                from -> misses(from, window.kernelWidth(), window.dilationWidth(), map.width()));
  }

  /** Whether none of the indices from, from + dilation, .. lies in 0..size - 1. */
  private static boolean misses(int from, int kernel, int dilation, int size) {
    return IntStream.range(0, kernel)
        .map(tap -> from + tap * dilation)
        .noneMatch(index -> index >= 0 && index < size);
  }

  private static boolean isMonotone(ElementChain chain, int channels) {
    return IntStream.range(0, channels)
        .noneMatch(channel -> chain.direction(channel) == Direction.NEITHER);
  }

  private static void move(Node pool, ElementChain chain, Bits falling, GraphEditor editor) {
    boolean flips = !falling.isZero();
    Node quantize = chain.end();
    String flippedBefore = pool.name() + "/flipin";
    String flippedAfter = pool.name() + "/flipout";
    Node first = chain.nodes().isEmpty() ? quantize : chain.nodes().get(0);

    editor.redirect(quantize.name(), flips ? flippedAfter : pool.name());
    editor.put(first.withInputs(pool.inputs()));
    editor.put(pool.withInputs(List.of(flips ? flippedBefore : quantize.name())));
    if (flips) {
      Flip flip = new Flip(falling);
      editor.put(new Node(flippedBefore, quantize.layer(), flip, List.of(quantize.name())));
      editor.put(new Node(flippedAfter, pool.layer(), flip, List.of(pool.name())));
    }
  }
}
