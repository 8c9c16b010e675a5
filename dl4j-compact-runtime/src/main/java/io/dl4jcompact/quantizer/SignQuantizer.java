package io.dl4jcompact.quantizer;

import java.util.Objects;

/**
 * The second segmentation: q(x) = -1 if x &lt; θ, else +1; q'(x) = S'(x - θ).
 *
 * @param threshold θ, finite, in units of x
 * @param estimator the surrogate S
 */
public record SignQuantizer(float threshold, StraightThrough estimator) implements OneBitQuantizer {

  /**
   * @throws IllegalArgumentException if the threshold is not finite
   */
  public SignQuantizer {
    Quantizers.requireFinite("SignQuantizer", threshold);
    Objects.requireNonNull(estimator, "estimator");
  }

  /** Threshold 0 and the clipped estimator. */
  public SignQuantizer() {
    this(0f, StraightThrough.CLIPPED);
  }

  /** The given threshold and the clipped estimator. */
  public SignQuantizer(float threshold) {
    this(threshold, StraightThrough.CLIPPED);
  }

  /** Threshold 0 and the given estimator. */
  public SignQuantizer(StraightThrough estimator) {
    this(0f, estimator);
  }

  @Override
  public boolean bit(float x) {
    return !(x < threshold);
  }

  @Override
  public float lower() {
    return -1;
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
    return "sign(" + threshold + ", " + estimator.specName() + ")";
  }
}
