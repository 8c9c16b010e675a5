package io.dl4jcompact.export;

import io.dl4jcompact.export.pass.DropIdentity;
import io.dl4jcompact.export.pass.FoldThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import java.util.List;
import java.util.Optional;

/** Compares a network's literal translation with the graph that the passes made of it. */
final class PackReporter {

  private final Graph before;
  private final Graph after;

  private PackReporter(Graph before, Graph after) {
    this.before = before;
    this.after = after;
  }

  static PackReport report(Translation translation, Graph after) {
    PackReporter reporter = new PackReporter(translation.graph(), after);
    return new PackReport(translation.layers().stream().map(reporter::report).toList());
  }

  private LayerReport report(SourceLayer layer) {
    List<Node> nodes = ofLayer(after, layer.name());
    Optional<Node> product = product(nodes);
    int inputBits = product.map(node -> input(node).element().bits()).orElse(0);
    int weightBits = product.map(node -> convolution(node).weights().bits()).orElse(0);
    return new LayerReport(
        layer.name(),
        layer.kind(),
        inputBits,
        weightBits,
        layer.count(),
        layer.count() * Float.BYTES,
        nodes.stream().mapToLong(node -> ConstantSize.bytes(node.op())).sum(),
        product.map(this::multiplyAdds).orElse(MultiplyAdds.NONE),
        inputBits == 1 && weightBits == 1,
        product.map(this::noteOfProduct).orElseGet(() -> noteWithoutProduct(layer, nodes)));
  }

  private static List<Node> ofLayer(Graph graph, String layer) {
    return graph.nodes().stream().filter(node -> node.layer().equals(layer)).toList();
  }

  private static Optional<Node> product(List<Node> nodes) {
    return nodes.stream().filter(node -> node.op() instanceof Convolution).findFirst();
  }

  private static Convolution convolution(Node node) {
    return (Convolution) node.op();
  }

  private TensorType input(Node node) {
    return after.inputTypes(node).get(0);
  }

  private MultiplyAdds multiplyAdds(Node node) {
    long count = convolution(node).multiplyAdds(input(node));
    if (convolution(node).isOneBit(input(node))) {
      return new MultiplyAdds(count, 0, 0);
    }
    return convolution(node).weights() instanceof Weights.Signs
        ? new MultiplyAdds(0, count, 0)
        : new MultiplyAdds(0, 0, count);
  }

  private String noteOfProduct(Node node) {
    if (convolution(node).isOneBit(input(node))) {
      return FoldThreshold.obstacle(after, node)
          .map(why -> "gives floats: " + why)
          .orElse("gives bits");
    }
    if (convolution(node).weights() instanceof Weights.Signs) {
      return "its weights are packed, its input stays float: it has no input quantiser";
    }
    boolean bitInput = after.node(node.inputs().get(0)).op() instanceof Unpack;
    return bitInput
        ? "its input is one-bit, its weights stay float: it has no weight quantiser"
        : "its weights and its input are floats: it is no one-bit layer";
  }

  private String noteWithoutProduct(SourceLayer layer, List<Node> nodes) {
    if (!nodes.isEmpty()) {
      return layer.count() == 0
          ? "has no weights"
          : "has no products; it could not be folded into a layer before it";
    }
    List<Node> literal = ofLayer(before, layer.name());
    if (literal.stream().allMatch(this::doesNothing)) {
      return "does nothing at inference";
    }
    return sourceOf(literal.get(0))
        .map(node -> "folded into '" + node.layer() + "'")
        .orElse("shared with a layer that computes the same");
  }

  private boolean doesNothing(Node node) {
    return node.inputs().size() == 1
        && DropIdentity.isIdentity(node.op(), before.inputTypes(node).get(0));
  }

  /** The layer with products that a node's values come from, if it is in the model. */
  private Optional<Node> sourceOf(Node start) {
    Node node = start;
    while (node.inputs().size() == 1) {
      node = before.node(node.inputs().get(0));
      if (node.op() instanceof Convolution) {
        return product(ofLayer(after, node.layer()));
      }
    }
    return Optional.empty();
  }
}
