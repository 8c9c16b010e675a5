package io.dl4jcompact.quantizer;

import java.util.Objects;

/**
 * The first segmentation, hard: q(x) = 1 if x &gt; θ, else 0; q'(x) = S'(x - θ).
 *
 * <p>The estimator's shape is used as it is, not halved for the smaller step: a straight-through
 * gradient of 1 passes unchanged, as the literature has it.
 *
 * @param threshold θ, finite, in units of x
 * @param estimator the surrogate S
 */
public record StepQuantizer(float threshold, StraightThrough estimator) implements OneBitQuantizer {

  /**
   * @throws IllegalArgumentException if the threshold is not finite
   */
  public StepQuantizer {
    Quantizers.requireFinite("StepQuantizer", threshold);
    Objects.requireNonNull(estimator, "estimator");
  }

  /** Threshold 0 and the clipped estimator. */
  public StepQuantizer() {
    this(0f);
  }

  /** The given threshold and the clipped estimator. */
  public StepQuantizer(float threshold) {
    this(threshold, StraightThrough.CLIPPED);
  }

  /** Threshold 0 and the given estimator. */
  public StepQuantizer(StraightThrough estimator) {
    this(0f, estimator);
  }

  @Override
  public boolean bit(float x) {
    return x > threshold;
  }

  @Override
  public float lower() {
    return 0;
  }

  @Override
  public float upper() {
    return 1;
  }

  @Override
  public float gradient(float x) {
    return (float) estimator.derivative(x - threshold);
  }

  @Override
  public String spec() {
    return "step(" + threshold + ", " + estimator.specName() + ")";
  }
}
