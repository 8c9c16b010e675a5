package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Kernels;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.List;
import java.util.Map;

/**
 * What a step is made from, besides its operation.
 *
 * @param graph the whole graph
 * @param node the node that the step runs
 * @param slots the places of the results of all nodes
 * @param kernels the family of kernels to use
 */
record Operands(Graph graph, Node node, Map<String, Slot> slots, Kernels kernels) {

  /** The place of the only or first input. */
  Slot input() {
    return slots.get(node.inputs().get(0));
  }

  /** The places of all inputs. */
  Slot[] inputs() {
    Slot[] inputs = new Slot[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = slots.get(node.inputs().get(i));
    }
    return inputs;
  }

  /** The type of the only or first input. */
  TensorType inputType() {
    return graph.type(node.inputs().get(0));
  }

  /** The types of all inputs. */
  List<TensorType> inputTypes() {
    return graph.inputTypes(node);
  }

  /** The place of the result. */
  Slot output() {
    return slots.get(node.name());
  }

  /** The type of the result. */
  TensorType outputType() {
    return graph.type(node.name());
  }
}
