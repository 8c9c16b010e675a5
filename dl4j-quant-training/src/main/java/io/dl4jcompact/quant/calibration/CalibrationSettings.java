package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.LayerQuantization;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a calibration does.
 *
 * @param quantization of the layers that it makes
 * @param excluded names of layers that stay as they are
 * @param steps what it does besides
 */
public record CalibrationSettings(
    LayerQuantization quantization, Set<String> excluded, Set<Step> steps) {

  /** What may be left out. */
  public enum Step {
    /** Output layers are quantised too. */
    OUTPUT_LAYERS,
    /** Batch normalisations go into the layers before them. */
    FOLD_NORMALIZATION,
    /** Weights are moved between layers so that channels have like ranges. */
    EQUALIZATION,
    /** Each channel's mean error is taken from its bias. */
    BIAS_CORRECTION
  }

  public CalibrationSettings {
    Objects.requireNonNull(quantization, "quantization");
    excluded = Set.copyOf(excluded);
    steps = Set.copyOf(steps);
  }

  /** Whether a step is taken. */
  public boolean has(Step step) {
    return steps.contains(step);
  }

  /** The same with another quantisation. */
  public CalibrationSettings with(LayerQuantization other) {
    return new CalibrationSettings(other, excluded, steps);
  }

  /** The same with or without a step. */
  public CalibrationSettings with(Step step, boolean taken) {
    Set<Step> others = EnumSet.noneOf(Step.class);
    others.addAll(steps);
    if (taken) {
      others.add(step);
    } else {
      others.remove(step);
    }
    return new CalibrationSettings(quantization, excluded, others);
  }

  /** The same with these excluded too. */
  public CalibrationSettings without(String... names) {
    Set<String> all = new HashSet<>(excluded);
    Collections.addAll(all, names);
    return new CalibrationSettings(quantization, all, steps);
  }

  /** The names of {@link #excluded} layers that are none of those that there are. */
  List<String> unknown(List<String> names) {
    return excluded.stream().filter(name -> !names.contains(name)).sorted().toList();
  }
}
