package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Graph;
import java.util.Objects;

/** What a model file holds. */
public record Contents(Graph graph, ModelInfo info) {

  public Contents {
    Objects.requireNonNull(graph, "graph");
    Objects.requireNonNull(info, "info");
  }
}
