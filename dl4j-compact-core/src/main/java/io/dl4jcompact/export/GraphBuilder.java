package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gathers a graph's nodes and names them. */
final class GraphBuilder {

  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Adds a node named after its layer and operation. */
  Value add(String layer, Op op, Value... inputs) {
    return addNamed(
        layer + "/" + op.getClass().getSimpleName().toLowerCase(Locale.ROOT), layer, op, inputs);
  }

  /** Adds a node; a number is put behind a name that is taken. */
  Value addNamed(String wanted, String layer, Op op, Value... inputs) {
    TensorType type = op.outputType(Arrays.stream(inputs).map(Value::type).toList());
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + i;
    }
    nodes.add(new Node(name, layer, op, Arrays.stream(inputs).map(Value::node).toList()));
    return new Value(name, type);
  }

  Graph graph(List<Value> outputs) {
    return new Graph(nodes, outputs.stream().map(Value::node).toList());
  }
}
