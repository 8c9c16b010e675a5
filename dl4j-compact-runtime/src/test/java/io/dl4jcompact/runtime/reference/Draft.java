package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** A graph in the making: nodes, and what is known of their results. */
final class Draft {

  private static final int MAX_SIZE = 6000;

  /** The result of a node. */
  record Value(String name, TensorType type, Range range) {}

  private final List<Node> nodes = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();

  /** Adds an input of small multiples of 1/4. */
  void addInput(TensorType type) {
    String name = "in" + nodes.size();
    nodes.add(new Node(name, name, new Input(type), List.of()));
    values.add(new Value(name, type, Range.INPUT));
  }

  /** Adds an operation, unless its result is too large for a test. */
  void add(Op op, Range range, Value... inputs) {
    List<Value> operands = List.of(inputs);
    TensorType type = op.outputType(operands.stream().map(Value::type).toList());
    if (type.size() <= MAX_SIZE) {
      String name = "n" + nodes.size();
      nodes.add(new Node(name, "layer", op, operands.stream().map(Value::name).toList()));
      values.add(new Value(name, type, range));
    }
  }

  /** The results so far. */
  List<Value> values() {
    return values;
  }

  Value newest() {
    return values.get(values.size() - 1);
  }

  Graph graph(List<String> outputs) {
    return new Graph(nodes, outputs);
  }
}
