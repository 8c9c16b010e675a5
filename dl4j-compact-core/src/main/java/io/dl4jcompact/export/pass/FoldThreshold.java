package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import java.util.Optional;

/**
 * Layer → elements (batch normalisation, bias, scale, activation) → quantiser becomes one layer
 * that compares its sums with a limit per channel and gives bits: integers of one-bit layers,
 * floats of others. Elements → quantiser behind anything else become one comparison of floats.
 *
 * <p>All bits stay what they were, for every sum that is finite.
 */
public final class FoldThreshold extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    return node.op() instanceof Quantize
        ? foldElements(graph, node, editor)
        : foldLayer(graph, node, editor);
  }

  private static boolean foldLayer(Graph graph, Node node, GraphEditor editor) {
    ElementChain chain = ElementChain.after(graph, node);
    if (!givesFloats(node) || !endsInQuantizer(chain)) {
      return false;
    }
    Convolution convolution = (Convolution) node.op();
    Optional<? extends Epilogue> threshold = threshold(graph, node, convolution, chain);
    threshold.ifPresent(
        epilogue -> {
          editor.put(node.with(convolution.with(epilogue)));
          chain.nodes().forEach(element -> editor.noteFold(element.name(), node.name()));
          editor.fold(chain.end().name(), node.name());
        });
    return threshold.isPresent();
  }

  private static Optional<? extends Epilogue> threshold(
      Graph graph, Node node, Convolution convolution, ElementChain chain) {
    QuantizedElements elements =
        new QuantizedElements((Epilogue.Real) convolution.epilogue(), chain);
    return isOneBit(graph, node)
        ? new IntegerLimits(ranges(graph, node), elements).threshold()
        : new FloatLimits(convolution.outputs(), elements).threshold();
  }

  private static boolean foldElements(Graph graph, Node quantize, GraphEditor editor) {
    ElementChain chain = ElementChain.before(graph, quantize);
    if (chain.nodes().isEmpty() || isLayersOwn(graph, chain)) {
      return false;
    }
    int channels = graph.type(quantize.name()).channels();
    QuantizedElements elements = new QuantizedElements(Epilogue.Real.NONE, chain);
    Optional<ChannelThreshold> threshold = new FloatLimits(channels, elements).threshold();
    threshold.ifPresent(
        op -> {
          editor.put(quantize.with(op).withInputs(chain.nodes().get(0).inputs()));
          chain.nodes().forEach(element -> editor.noteFold(element.name(), quantize.name()));
        });
    return threshold.isPresent();
  }

  /**
   * Whether a chain is all that becomes of a layer's sums: then it is not to be taken from them.
   */
  private static boolean isLayersOwn(Graph graph, ElementChain chain) {
    Node source = graph.node(chain.nodes().get(0).inputs().get(0));
    return givesFloats(source) && graph.onlyConsumer(source.name()) == chain.nodes().get(0);
  }

  /**
   * Why a one-bit layer gives floats; empty if the node is none or gives bits.
   *
   * @param graph after this pass
   */
  public static Optional<String> obstacle(Graph graph, Node node) {
    if (!givesFloats(node) || !isOneBit(graph, node)) {
      return Optional.empty();
    }
    ElementChain chain = ElementChain.after(graph, node);
    if (endsInQuantizer(chain)) {
      return Optional.of(
          IntegerLimits.areExact(ranges(graph, node))
              ? "its bit is no threshold of the sum: the activation rises and falls"
              : "its sums can pass 2^24, beyond which floats are not exact");
    }
    if (chain.end() != null) {
      return Optional.of("its result goes on as floats to '" + chain.end().layer() + "'");
    }
    String last =
        chain.nodes().isEmpty() ? node.name() : chain.nodes().get(chain.nodes().size() - 1).name();
    return Optional.of(
        graph.outputs().contains(last)
            ? "its result is an output of the model, as floats"
            : "its float result is taken by several layers");
  }

  private static boolean givesFloats(Node node) {
    return node.op() instanceof Convolution convolution
        && convolution.epilogue() instanceof Epilogue.Real;
  }

  private static boolean isOneBit(Graph graph, Node node) {
    return ((Convolution) node.op()).isOneBit(graph.inputTypes(node).get(0));
  }

  private static SumRange[] ranges(Graph graph, Node node) {
    return SumRange.of((Convolution) node.op(), graph.inputTypes(node).get(0).element());
  }

  private static boolean endsInQuantizer(ElementChain chain) {
    return chain.end() != null && chain.end().op() instanceof Quantize;
  }
}
