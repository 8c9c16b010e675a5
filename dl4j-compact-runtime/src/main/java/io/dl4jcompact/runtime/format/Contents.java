package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Graph;
import java.util.Objects;

/** What a model file holds. */
public record Contents(Graph graph, ModelInfo info) {

  /**
   * @throws IllegalArgumentException if there are labels, but not as many as the first output has
   *     channels
   */
  public Contents {
    Objects.requireNonNull(graph, "graph");
    Objects.requireNonNull(info, "info");
    String output = graph.outputs().get(0);
    int channels = graph.type(output).channels();
    int labels = info.labels().size();
    if (labels != 0 && labels != channels) {
      throw new IllegalArgumentException(
          "there are %d labels, but the first output, '%s', has %d channels"
              .formatted(labels, output, channels));
    }
  }
}
