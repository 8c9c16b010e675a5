package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * Takes bit inversions into what is around them: one behind a threshold turns its direction, one of
 * ±1 bits in front of ±1 weights turns the weights' signs, two in a row become one.
 */
public final class FoldFlip extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Flip flip)) {
      return false;
    }
    return intoThreshold(graph, node, flip, editor)
        || intoWeights(graph, node, flip, editor)
        || intoFlip(graph, node, flip, editor);
  }

  private static boolean intoFlip(Graph graph, Node node, Flip flip, GraphEditor editor) {
    if (!(graph.node(node.inputs().get(0)).op() instanceof Flip earlier)) {
      return false;
    }
    Bits both = exclusiveOr(earlier.channels(), flip.channels());
    editor.put(node.with(new Flip(both)).withInputs(graph.node(node.inputs().get(0)).inputs()));
    editor.noteFold(node.inputs().get(0), node.name());
    return true;
  }

  private static Bits exclusiveOr(Bits a, Bits b) {
    return Bits.of(a.length(), i -> a.get(i) != b.get(i));
  }

  private static boolean intoThreshold(Graph graph, Node node, Flip flip, GraphEditor editor) {
    Node producer = graph.node(node.inputs().get(0));
    if (graph.onlyConsumer(producer.name()) != node
        || !(producer.op() instanceof Convolution convolution)
        || !(convolution.epilogue() instanceof Epilogue.Threshold threshold)) {
      return false;
    }
    Bits flips = exclusiveOr(threshold.flips(), flip.channels());
    Epilogue turned = new Epilogue.Threshold(threshold.limits(), flips, threshold.element());
    editor.put(producer.with(convolution.with(turned)));
    editor.fold(node.name(), producer.name());
    return true;
  }

  /** Positions outside of the map count as 0 either way, so this holds with padding too. */
  private static boolean intoWeights(Graph graph, Node node, Flip flip, GraphEditor editor) {
    Node consumer = graph.onlyConsumer(node.name());
    if (consumer == null
        || graph.type(node.name()).element() != ElementType.BIT_PM1
        || !(consumer.op() instanceof Convolution convolution)
        || !(convolution.weights() instanceof Weights.Signs signs)) {
      return false;
    }
    int channels = convolution.groupChannels(graph.type(node.name()));
    int each = signs.count() / convolution.groups();
    Bits turned =
        Bits.of(
            signs.count(),
            i -> signs.signs().get(i) != flip.channels().get(i / each * channels + i % channels));
    Convolution other = convolution.with(new Weights.Signs(turned));
    editor.put(consumer.with(other).withInputs(node.inputs()));
    editor.noteFold(node.name(), consumer.name());
    return true;
  }
}
