package io.dl4jcompact.export.pass;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import java.util.List;

/**
 * Numbers of integers → sum → maybe a ReLU → quantiser to integers becomes a sum of integers; what
 * one integer stands for, quantised anew, becomes a sum of one.
 *
 * <pre> Σ (q_i - z_i)·s_i / s + z ≈ (Σ (q_i - z_i)·m_i)·2^-shift + z </pre>
 *
 * <p>The result may be the neighbour where the left side is halfway between two integers, within
 * the rounding of floats.
 */
public final class FoldIntegerAdd extends LocalPass {

  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  /** Of an input's scale over the result's: beyond, a step of the input would leave the range. */
  private static final double GREATEST_FACTOR = 1 << Byte.SIZE;

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof QuantizeInt8 quantize)) {
      return false;
    }
    ElementChain chain = ElementChain.before(graph, node);
    Node first = chain.nodes().isEmpty() ? node : chain.nodes().get(0);
    Node source = graph.node(first.inputs().get(0));
    List<Node> inputs = numbers(graph, source);
    boolean relu = !chain.nodes().isEmpty();
    if (!chain.nodes().stream().allMatch(FoldIntegerAdd::isRelu)
        || !areSummable(inputs, quantize.quantizer())) {
      return false;
    }
    Int8Add sum = sum(inputs, quantize.quantizer(), relu);
    List<String> integers = inputs.stream().map(input -> input.inputs().get(0)).toList();
    editor.put(node.with(sum).withInputs(integers));
    chain.nodes().forEach(element -> editor.noteFold(element.name(), node.name()));
    if (source.op() instanceof Elementwise) {
      editor.noteFold(source.name(), node.name());
    } else if (isNothing(inputs.get(0), quantize.quantizer(), relu)) {
      editor.fold(node.name(), integers.get(0));
    }
    return true;
  }

  /** The nodes that make numbers of integers for a sum of them; empty where others are read. */
  private static List<Node> numbers(Graph graph, Node source) {
    if (source.op() instanceof DequantizeInt8) {
      return List.of(source);
    }
    boolean added =
        source.op() instanceof Elementwise elementwise
            && elementwise.combination() == Elementwise.Combination.ADD
            && graph.onlyConsumer(source.name()) != null;
    List<Node> inputs = added ? source.inputs().stream().map(graph::node).toList() : List.of();
    return inputs.stream().allMatch(input -> input.op() instanceof DequantizeInt8)
        ? inputs
        : List.of();
  }

  private static AffineQuantizer quantizer(Node number) {
    return ((DequantizeInt8) number.op()).quantizer();
  }

  private static boolean areSummable(List<Node> inputs, AffineQuantizer result) {
    return !inputs.isEmpty()
        && inputs.stream().allMatch(input -> factor(input, result) < GREATEST_FACTOR);
  }

  private static double factor(Node input, AffineQuantizer result) {
    return (double) quantizer(input).scale() / result.scale();
  }

  private static Int8Add sum(List<Node> inputs, AffineQuantizer result, boolean relu) {
    int low = relu ? result.zeroPoint() : result.low();
    return Int8Add.of(
        inputs.stream().mapToInt(input -> quantizer(input).zeroPoint()).toArray(),
        inputs.stream().mapToDouble(input -> factor(input, result)).toArray(),
        new Int8Range(result.zeroPoint(), low, result.high()));
  }

  /** Whether integers become themselves. */
  private static boolean isNothing(Node input, AffineQuantizer result, boolean relu) {
    return quantizer(input).equals(result) && (!relu || result.zeroPoint() == result.low());
  }

  private static boolean isRelu(Node node) {
    return node.op() instanceof Activate activate && activate.activation().equals(RELU);
  }
}
