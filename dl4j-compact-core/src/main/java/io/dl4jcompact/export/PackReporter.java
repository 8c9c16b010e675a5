package io.dl4jcompact.export;

import io.dl4jcompact.export.pass.FoldThreshold;
import io.dl4jcompact.export.pass.Optimised;
import io.dl4jcompact.export.pass.Takeovers;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what became of a network's literal translation, as the passes wrote it down. */
final class PackReporter {

  private final Graph before;
  private final Graph after;
  private final Takeovers takeovers;

  private PackReporter(Graph before, Optimised optimised) {
    this.before = before;
    after = optimised.graph();
    takeovers = optimised.takeovers();
  }

  static PackReport report(Translation translation, Optimised optimised) {
    PackReporter reporter = new PackReporter(translation.graph(), optimised);
    return new PackReport(translation.layers().stream().map(reporter::report).toList());
  }

  private LayerReport report(SourceLayer layer) {
    List<Node> nodes = ofLayer(after, layer.name());
    Optional<Node> product = product(nodes);
    int inputBits = product.map(node -> input(node).element().bits()).orElse(0);
    int weightBits = product.map(PackReporter::weightBits).orElse(0);
    return new LayerReport(
        layer.name(),
        layer.kind(),
        inputBits,
        weightBits,
        layer.count(),
        layer.count() * Float.BYTES,
        nodes.stream().mapToLong(node -> ConstantSize.bytes(node.op())).sum(),
        nodes.stream()
            .filter(PackReporter::isProduct)
            .map(this::multiplyAdds)
            .reduce(MultiplyAdds.NONE, MultiplyAdds::plus),
        inputBits == 1 && weightBits == 1,
        product
            .map(node -> noteOfProduct(node) + noteOfMask(node))
            .orElseGet(() -> noteWithoutProduct(layer, nodes)));
  }

  private static List<Node> ofLayer(Graph graph, String layer) {
    return graph.nodes().stream().filter(node -> node.layer().equals(layer)).toList();
  }

  private static Optional<Node> product(List<Node> nodes) {
    return nodes.stream().filter(PackReporter::isProduct).findFirst();
  }

  private static boolean isProduct(Node node) {
    return node.op() instanceof Convolution || node.op() instanceof Int8Convolution;
  }

  private static int weightBits(Node node) {
    return node.op() instanceof Convolution convolution ? convolution.weights().bits() : Byte.SIZE;
  }

  private static Convolution convolution(Node node) {
    return (Convolution) node.op();
  }

  private TensorType input(Node node) {
    return after.inputTypes(node).get(0);
  }

  private MultiplyAdds multiplyAdds(Node node) {
    if (node.op() instanceof Int8Convolution convolution) {
      return new MultiplyAdds(0, 0, convolution.multiplyAdds(input(node)), 0);
    }
    long count = convolution(node).multiplyAdds(input(node));
    if (convolution(node).isOneBit(input(node))) {
      return new MultiplyAdds(count, 0, 0);
    }
    return convolution(node).weights().areSigns()
        ? new MultiplyAdds(0, count, 0)
        : new MultiplyAdds(0, 0, count);
  }

  private String noteOfProduct(Node node) {
    if (node.op() instanceof Int8Convolution convolution) {
      return convolution.epilogue() instanceof Requantization
          ? "gives integers"
          : "gives floats: no quantiser follows that its sums could be rounded to";
    }
    if (convolution(node).isOneBit(input(node))) {
      return FoldThreshold.obstacle(after, node)
          .map(why -> "gives floats: " + why)
          .orElse("gives bits");
    }
    if (convolution(node).weights().areSigns()) {
      return "its weights are packed, its input stays float: it has no input quantiser";
    }
    boolean bitInput = after.node(node.inputs().get(0)).op() instanceof Unpack;
    return bitInput
        ? "its input is one-bit, its weights stay float: it has no weight quantiser"
        : "its weights and its input are floats: it is no one-bit layer";
  }

  private static String noteOfMask(Node node) {
    if (node.op() instanceof Int8Convolution convolution) {
      Mask mask = convolution.weights().nonZero();
      return mask.saves(Byte.SIZE)
          ? "; %d of %d weights are not 0".formatted(mask.count(), mask.length())
          : "";
    }
    if (!(node.op() instanceof Convolution convolution)
        || convolution.weights().connected() == convolution.weights().count()) {
      return "";
    }
    Weights weights = convolution.weights();
    return "; %d of %d weights are connected".formatted(weights.connected(), weights.count());
  }

  private String noteWithoutProduct(SourceLayer layer, List<Node> nodes) {
    if (!nodes.isEmpty()) {
      return layer.count() == 0
          ? "has no weights"
          : "has no products; it could not be folded into a layer before it";
    }
    List<String> gone = ofLayer(before, layer.name()).stream().map(Node::name).toList();
    Set<String> takers = new LinkedHashSet<>();
    gone.forEach(node -> takers.addAll(takersOf(node)));
    if (takers.isEmpty()) {
      return gone.stream().allMatch(takeovers::isDropped)
          ? "does nothing at inference"
          : "no output of the model needs it";
    }
    String names = takers.stream().collect(Collectors.joining("', '", "'", "'"));
    boolean shared =
        gone.stream().filter(node -> !takeovers.isDropped(node)).allMatch(takeovers::isShared);
    return shared ? "computed once, with " + names : "folded into " + names;
  }

  /** The layers that do a node's work. */
  private List<String> takersOf(String node) {
    Set<String> takers = takeovers.takers(node);
    return after.nodes().stream()
        .filter(taker -> takers.contains(taker.name()))
        .map(Node::layer)
        .toList();
  }
}
