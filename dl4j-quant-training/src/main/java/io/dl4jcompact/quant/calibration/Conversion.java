package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.BackwardScheme;
import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedOperator;
import io.dl4jcompact.quant.SqnrReport.LayerSqnr;
import io.dl4jcompact.quant.calibration.CalibrationSettings.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/**
 * Puts layers that can be quantised, and compute floats as yet, in the place of a network's, and
 * changes their weights in ways that leave the network's results what they are.
 */
final class Conversion {

  private static final LayerQuantization FLOAT =
      new LayerQuantization(QuantizationScheme.NONE, QuantizationScheme.NONE, BackwardScheme.NONE);

  private final Parts parts;
  private final CalibrationSettings settings;

  /** What the report will say, but for the figures, by the names of layers. */
  private final Map<String, LayerSqnr> notes = new LinkedHashMap<>();

  Conversion(Parts parts, CalibrationSettings settings) {
    this.parts = parts;
    this.settings = settings;
    requireNames();
  }

  private void requireNames() {
    List<String> names =
        parts.inOrder().stream().filter(part -> part.layer().isPresent()).map(Part::name).toList();
    settings.unknown(names).stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "Calibration: no layer is named \"%s\", expected one of %s"
                      .formatted(name, names));
            });
  }

  void convert() {
    for (Part part : parts.inOrder()) {
      part.layer().ifPresent(layer -> convert(part, layer));
    }
    if (settings.has(Step.FOLD_NORMALIZATION)) {
      converted().forEach(this::foldNormalizations);
    }
    if (settings.has(Step.EQUALIZATION)) {
      new Equalization(parts, converted()).run().forEach(this::addNote);
    }
  }

  private void convert(Part part, Layer layer) {
    Optional<String> reason = reasonToLeave(part.name(), layer);
    if (reason.isPresent()) {
      note(part.name(), layer, false, "left, " + reason.get());
      return;
    }
    List<Part> twins = Twins.of(part, FLOAT, parts::unused);
    parts.put(twins.get(twins.size() - 1));
    twins.subList(0, twins.size() - 1).forEach(twin -> parts.insertBefore(part.name(), twin));
    for (Part twin : twins) {
      if (twin.layer().orElseThrow() instanceof QuantizedOperator) {
        note(twin.name(), layer, true, "");
      }
    }
  }

  private Optional<String> reasonToLeave(String name, Layer layer) {
    if (settings.excluded().contains(name)) {
      return Optional.of("was excluded");
    }
    if (!settings.has(Step.OUTPUT_LAYERS) && layer instanceof OutputLayer) {
      return Optional.of("is an output layer");
    }
    return QuantizedForms.obstacle(layer);
  }

  private void foldNormalizations(String name) {
    Optional<Part> next = FoldNormalization.foldable(parts, parts.get(name));
    while (next.isPresent()) {
      FoldNormalization.fold(parts, parts.get(name), next.get());
      Layer layer = next.get().layer().orElseThrow();
      note(next.get().name(), layer, false, "folded into '" + name + "'");
      next = FoldNormalization.foldable(parts, parts.get(name));
    }
  }

  private void note(String name, Layer layer, boolean quantized, String note) {
    String type = layer.getClass().getSimpleName();
    notes.put(name, new LayerSqnr(name, type, quantized, Double.NaN, Double.NaN, note));
  }

  private void addNote(String name, String note) {
    LayerSqnr before = notes.get(name);
    notes.put(name, new LayerSqnr(name, before.type(), true, Double.NaN, Double.NaN, note));
  }

  /** The names of the layers that this made, in the network's order. */
  List<String> converted() {
    return notes.values().stream().filter(LayerSqnr::quantized).map(LayerSqnr::name).toList();
  }

  /** The layers of the network that was given and of the one that was made, without figures. */
  List<LayerSqnr> notes() {
    return new ArrayList<>(notes.values());
  }
}
