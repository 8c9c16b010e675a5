package io.dl4jcompact.export;

import io.dl4jcompact.runtime.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What an export is told besides the network. Immutable: each method gives a changed copy.
 *
 * @param inputTypes the types of the network's inputs in order, or empty to infer them
 * @param name what the model calls itself; may be empty
 * @param labels names of the classes in the order of the first output, as many as it has channels,
 *     or empty
 * @param provenance how the network came to be, for example its seed and epochs
 */
public record ExportOptions(
    List<InputType> inputTypes, String name, List<String> labels, Map<String, String> provenance) {

  /** Nothing told. */
  public static final ExportOptions DEFAULT = new ExportOptions(List.of(), "", List.of(), Map.of());

  public ExportOptions {
    inputTypes = List.copyOf(inputTypes);
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
    provenance = Map.copyOf(provenance);
  }

  /** With the types of the network's inputs, in order. */
  public ExportOptions withInputTypes(InputType... types) {
    return new ExportOptions(List.of(types), name, labels, provenance);
  }

  /** With a name. */
  public ExportOptions withName(String other) {
    return new ExportOptions(inputTypes, other, labels, provenance);
  }

  /** With names of the classes. */
  public ExportOptions withLabels(List<String> others) {
    return new ExportOptions(inputTypes, name, others, provenance);
  }

  /** With one more entry of provenance. */
  public ExportOptions withProvenance(String key, String value) {
    Map<String, String> entries = new TreeMap<>(provenance);
    entries.put(key, value);
    return new ExportOptions(inputTypes, name, labels, entries);
  }

  ModelInfo modelInfo() {
    return new ModelInfo(name, labels, provenance);
  }
}
