package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.function.IntUnaryOperator;

/**
 * Flatten → elements → dense layer becomes elements → dense layer over the map: its weights are put
 * in the map's order once, so that nothing is reordered at run time and bits stay bits.
 */
public final class AbsorbFlatten extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Flatten)) {
      return false;
    }
    TensorType map = graph.inputTypes(node).get(0);
    boolean changed = false;
    for (Node consumer : graph.consumers(node.name())) {
      if (!map.isVector() && canTakeMap(graph, consumer)) {
        editor.put(consumer.withInputs(node.inputs()));
        reorder(graph, node, consumer, editor);
        changed = true;
      }
    }
    return changed;
  }

  /** Whether a node and all that follows it, up to dense layers, can do without the flattening. */
  private static boolean canTakeMap(Graph graph, Node node) {
    if (node.op() instanceof Convolution convolution) {
      // A group would be some positions of some channels, which no window over the map is.
      return convolution.groups() == 1
          && convolution.window().covers(graph.inputTypes(node).get(0));
    }
    if (node.op() instanceof Int8Convolution convolution) {
      return convolution.groups() == 1
          && convolution.window().covers(graph.inputTypes(node).get(0));
    }
    boolean byElement =
        node.op() instanceof Activate
            || node.op() instanceof Quantize
            || node.op() instanceof QuantizeInt8;
    return byElement
        && !graph.outputs().contains(node.name())
        && graph.consumers(node.name()).stream().allMatch(next -> canTakeMap(graph, next));
  }

  private static void reorder(Graph graph, Node flatten, Node node, GraphEditor editor) {
    TensorType map = graph.inputTypes(flatten).get(0);
    if (node.op() instanceof Convolution dense) {
      put(
          dense.with(Window.covering(map)).with(reordered(dense.weights(), map)),
          flatten,
          node,
          editor);
    } else if (node.op() instanceof Int8Convolution dense) {
      put(
          dense.with(Window.covering(map)).with(reordered(dense.weights(), map)),
          flatten,
          node,
          editor);
    } else {
      graph.consumers(node.name()).forEach(next -> reorder(graph, flatten, next, editor));
    }
  }

  private static void put(Op overMap, Node flatten, Node node, GraphEditor editor) {
    editor.put(editor.node(node.name()).with(overMap));
    editor.noteFold(flatten.name(), node.name());
  }

  /** Which weight comes where. */
  private static IntUnaryOperator sources(TensorType map) {
    int[] source = new int[map.size()];
    for (int position = 0, i = 0; position < map.positions(); position++) {
      for (int channel = 0; channel < map.channels(); channel++, i++) {
        source[i] = channel * map.positions() + position;
      }
    }
    return i -> i - i % source.length + source[i % source.length];
  }

  private static Bytes reordered(Bytes weights, TensorType map) {
    IntUnaryOperator from = sources(map);
    byte[] values = new byte[weights.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.get(from.applyAsInt(i));
    }
    return Bytes.of(values);
  }

  private static Weights reordered(Weights weights, TensorType map) {
    IntUnaryOperator from = sources(map);
    if (weights instanceof Weights.Sparse sparse) {
      Mask mask = sparse.mask();
      Mask turned = Mask.of(Bits.of(mask.length(), i -> mask.get(from.applyAsInt(i))));
      int[] sources = new int[mask.count()];
      int at = 0;
      for (int i = turned.next(0); i < turned.length(); i = turned.next(i + 1)) {
        sources[at++] = mask.countBefore(from.applyAsInt(i));
      }
      return new Weights.Sparse(turned, picked(sparse.values(), sources.length, i -> sources[i]));
    }
    return picked(weights, weights.count(), from);
  }

  private static Weights picked(Weights weights, int count, IntUnaryOperator from) {
    if (weights instanceof Weights.Signs signs) {
      return new Weights.Signs(Bits.of(count, i -> signs.signs().get(from.applyAsInt(i))));
    }
    float[] values = new float[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.get(from.applyAsInt(i));
    }
    return new Weights.Real(Floats.of(values));
  }
}
