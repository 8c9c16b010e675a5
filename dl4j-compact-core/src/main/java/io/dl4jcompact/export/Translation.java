package io.dl4jcompact.export;

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
}
