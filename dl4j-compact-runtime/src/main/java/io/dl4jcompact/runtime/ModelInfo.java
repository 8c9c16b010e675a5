package io.dl4jcompact.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a model says of itself besides its graph.
 *
 * @param name what its maker calls it; may be empty
 * @param labels names of the classes in the order of the output, or empty
 * @param provenance how it came to be, for example the seed and the epochs of its training
 */
public record ModelInfo(String name, List<String> labels, Map<String, String> provenance) {

  /** Nothing said. */
  public static final ModelInfo EMPTY = new ModelInfo("", List.of(), Map.of());

  public ModelInfo {
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
    // Sorted, so that the same model is the same file.
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }
}
