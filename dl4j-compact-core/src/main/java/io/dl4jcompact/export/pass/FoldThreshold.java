package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * One-bit layer → elements (batch normalisation, bias, scale, activation) → quantiser becomes one
 * layer that compares its integer sums with a limit per channel and gives bits.
 *
 * <p>The limits are found by running the elements, in their own float arithmetic, on the integers
 * that the sums can be, so that ties fall as in the trained network.
 */
public final class FoldThreshold extends LocalPass {

  /** Sums up to here are exact in float arithmetic, and so in the trained network. */
  private static final int EXACT = 1 << 24;

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    ElementChain chain = ElementChain.after(graph, node);
    if (!isCandidate(graph, node) || !endsInQuantizer(chain)) {
      return false;
    }
    Convolution convolution = (Convolution) node.op();
    Quantize quantize = (Quantize) chain.end().op();
    ThresholdSearch.Limit[] limits = limits(graph, node, chain, quantize);
    if (Arrays.stream(limits).anyMatch(limit -> limit == null)) {
      return false;
    }
    Epilogue threshold =
        new Epilogue.Threshold(
            Ints.of(Arrays.stream(limits).mapToInt(ThresholdSearch.Limit::least).toArray()),
            Bits.of(limits.length, channel -> limits[channel].flip()),
            ElementType.of(quantize.quantizer()));
    editor.put(node.with(convolution.with(threshold)));
    chain.nodes().forEach(element -> editor.noteFold(element.name(), node.name()));
    editor.fold(chain.end().name(), node.name());
    return true;
  }

  /**
   * Why a one-bit layer gives floats; empty if the node is none or gives bits.
   *
   * @param graph after this pass
   */
  public static Optional<String> obstacle(Graph graph, Node node) {
    if (!isCandidate(graph, node)) {
      return Optional.empty();
    }
    ElementChain chain = ElementChain.after(graph, node);
    if (endsInQuantizer(chain)) {
      return Optional.of(
          isExact(graph, node)
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

  private static boolean isCandidate(Graph graph, Node node) {
    return node.op() instanceof Convolution convolution
        && convolution.isOneBit(graph.inputTypes(node).get(0))
        && convolution.epilogue() instanceof Epilogue.Real;
  }

  private static SumRange[] ranges(Graph graph, Node node) {
    return SumRange.of((Convolution) node.op(), graph.inputTypes(node).get(0).element());
  }

  private static boolean isExact(Graph graph, Node node) {
    return Arrays.stream(ranges(graph, node)).allMatch(FoldThreshold::isExact);
  }

  private static boolean isExact(SumRange range) {
    return range.highest() <= EXACT && range.lowest() >= -EXACT;
  }

  private static boolean endsInQuantizer(ElementChain chain) {
    return chain.end() != null && chain.end().op() instanceof Quantize;
  }

  /** A limit for each channel; null where a channel has none. */
  private static ThresholdSearch.Limit[] limits(
      Graph graph, Node node, ElementChain chain, Quantize quantize) {
    Convolution convolution = (Convolution) node.op();
    Epilogue.Real epilogue = (Epilogue.Real) convolution.epilogue();
    SumRange[] ranges = ranges(graph, node);
    ThresholdSearch.Limit[] limits = new ThresholdSearch.Limit[convolution.outputs()];
    for (int n = 0; n < limits.length; n++) {
      int channel = n;
      if (!isExact(ranges[n])) {
        continue;
      }
      Direction direction =
          Direction.ofScale(epilogue.scale().channel(n, 1))
              .then(Direction.of(epilogue.activation()))
              .then(chain.direction(n));
      IntToDoubleFunction value = sum -> chain.apply(channel, epilogue.apply(channel, sum));
      // Where a step overflows, a later one can make NaN of it, whose bit follows no direction.
      boolean finite =
          Double.isFinite(value.applyAsDouble(ranges[n].lowest()))
              && Double.isFinite(value.applyAsDouble(ranges[n].highest()));
      ThresholdSearch search =
          new ThresholdSearch(
              ranges[n], sum -> quantize.quantizer().bit((float) value.applyAsDouble(sum)));
      limits[n] = search.limit(finite && direction != Direction.NEITHER);
    }
    return limits;
  }
}
