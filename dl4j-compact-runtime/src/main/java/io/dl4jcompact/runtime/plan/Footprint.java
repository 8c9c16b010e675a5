package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import java.util.List;

/** What a plan in the making takes, compared with the limit before it is taken. */
final class Footprint {

  private final Graph graph;
  private final MemoryLimit limit;
  private final SampleSize sample;
  private final int block;
  private long prepared;
  private ScratchSize scratch = ScratchSize.NONE;

  /**
   * @param sample what one sample's values take at most
   */
  Footprint(Graph graph, MemoryLimit limit, SampleSize sample) {
    this.graph = graph;
    this.limit = limit;
    this.sample = sample;
    block = Plan.blockSize(sample);
  }

  /**
   * Counts values and what steps will prepare, by the shapes alone.
   *
   * @throws IllegalArgumentException if that is more than the limit
   */
  void requireShapes(List<Node> nodes) {
    Node largest = nodes.get(0);
    long most = 0;
    for (Node node : nodes) {
      TensorType type = graph.type(node.name());
      long preparation = preparedBytes(node, type);
      prepared += preparation;
      long share = preparation + valueBytes(type);
      if (share > most) {
        most = share;
        largest = node;
      }
    }
    limit.require(bytes(), largest, most);
  }

  /**
   * Counts the working space of a step.
   *
   * @throws IllegalArgumentException if it makes the sum more than the limit, or no array holds it
   */
  void requireScratch(Node node, Step step) {
    ScratchSize own;
    try {
      own = step.scratch();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the working space of '" + node.name() + "' does not fit an array; use a smaller window",
          e);
    }
    scratch = scratch.max(own);
    limit.require(bytes(), node, Memory.bytes(0, sample, own));
  }

  /** Working space that is enough for all steps counted so far. */
  ScratchSize scratch() {
    return scratch;
  }

  private long bytes() {
    return prepared + Memory.bytes(block, sample, scratch);
  }

  private long preparedBytes(Node node, TensorType type) {
    // An input takes no node's result, and prepares nothing that depends on one.
    TensorType input = node.inputs().isEmpty() ? type : graph.type(node.inputs().get(0));
    return PreparedSize.of(node.op(), input, type);
  }

  private long valueBytes(TensorType type) {
    return (long) block * Slot.sizeOf(type) * Store.of(type).elementBytes();
  }
}
