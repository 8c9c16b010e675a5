package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Objects;

/**
 * A result inside of the graph that is being made.
 *
 * @param node name of the node that gives it
 * @param type what it is for one sample
 */
public record Value(String node, TensorType type) {

  public Value {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(type, "type");
  }
}
