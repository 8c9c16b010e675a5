package io.dl4jcompact.export;

import io.dl4jcompact.export.pass.Optimised;
import io.dl4jcompact.export.pass.Pass;
import io.dl4jcompact.export.pass.Passes;
import io.dl4jcompact.runtime.graph.Graph;
import java.util.List;

/**
 * A network, translated literally.
 *
 * @param graph what it computes
 * @param layers its layers and vertices in the order in which they run
 */
record Translation(Graph graph, List<SourceLayer> layers) {

  Translation {
    layers = List.copyOf(layers);
  }

  /**
   * @throws ExportException if there are labels, but not as many as the first output has channels
   */
  void requireLabels(int labels) {
    int channels = graph.type(graph.outputs().get(0)).channels();
    if (labels != 0 && labels != channels) {
      throw new ExportException(
          labels
              + " labels for an output of "
              + channels
              + " values: give one label for each, in order, or none");
    }
  }

  /** A pass that refuses what the translation made of a network is not the network's fault. */
  Optimised optimised(List<Pass> passes) {
    try {
      return Passes.optimise(graph, passes);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExportException(
          "a pass failed on the translated network, a defect of dl4j-compact; report it with the"
              + " network's configuration: "
              + e.getMessage(),
          e);
    }
  }
}
