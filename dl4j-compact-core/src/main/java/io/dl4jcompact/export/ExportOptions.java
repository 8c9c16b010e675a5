package io.dl4jcompact.export;

import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;

/**
 * What an export is told besides the network. Immutable: each method gives a changed copy.
 *
 * @param inputTypes the types of the network's inputs in order, or empty to infer them
 * @param name what the model calls itself; may be empty
 * @param labels names of the classes in the order of the first output, as many as it has channels,
 *     or empty
 * @param provenance how the network came to be, for example its seed and epochs
 * @param pixels how 8-bit pixels become what the network was trained on; empty if its input is not
 *     of pixels
 */
public record ExportOptions(
    List<InputType> inputTypes,
    String name,
    List<String> labels,
    Map<String, String> provenance,
    Optional<PixelScaling> pixels) {

  /** Nothing told. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(List.of(), "", List.of(), Map.of(), Optional.empty());

  public ExportOptions {
    inputTypes = List.copyOf(inputTypes);
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
    provenance = Map.copyOf(provenance);
    Objects.requireNonNull(pixels, "pixels");
  }

  /** With the types of the network's inputs, in order. */
  public ExportOptions withInputTypes(InputType... types) {
    return new ExportOptions(List.of(types), name, labels, provenance, pixels);
  }

  /** With a name. */
  public ExportOptions withName(String other) {
    return new ExportOptions(inputTypes, other, labels, provenance, pixels);
  }

  /** With names of the classes. */
  public ExportOptions withLabels(List<String> others) {
    return new ExportOptions(inputTypes, name, others, provenance, pixels);
  }

  /** With one more entry of provenance. */
  public ExportOptions withProvenance(String key, String value) {
    Map<String, String> entries = new TreeMap<>(provenance);
    entries.put(key, value);
    return new ExportOptions(inputTypes, name, labels, entries, pixels);
  }

  /**
   * With a scaling of 8-bit pixels, so that the model takes images as bytes too. The network must
   * have one input.
   */
  public ExportOptions withPixels(PixelScaling scaling) {
    return new ExportOptions(inputTypes, name, labels, provenance, Optional.of(scaling));
  }

  /**
   * With the scaling that a normaliser does to 8-bit pixels, bit for bit: an
   * ImagePreProcessingScaler, NormalizerStandardize, NormalizerMinMaxScaler or
   * VGG16ImagePreProcessor, fitted where it needs that. What it does to labels does not matter.
   *
   * @throws ExportException if the normaliser is of another kind
   */
  public ExportOptions withPixels(DataNormalization normalizer) {
    return withPixels(PixelTranslation.of(normalizer));
  }

  ModelInfo modelInfo() {
    return new ModelInfo(name, labels, provenance);
  }
}
