package io.dl4jcompact.quantizer;

import java.util.Objects;

/**
 * The first segmentation, stochastic: while training, 1 with probability clip(x, 0, 1), else 0; at
 * inference the hard rule with θ = 0.5.
 *
 * <pre> q'(x) = S'(2x - 1) </pre>
 *
 * which for the clipped estimator is the derivative of the expectation clip(x, 0, 1).
 *
 * @param estimator the surrogate S
 */
public record StochasticStepQuantizer(StraightThrough estimator) implements OneBitQuantizer {

  private static final float INFERENCE_THRESHOLD = 0.5f;

  public StochasticStepQuantizer {
    Objects.requireNonNull(estimator, "estimator");
  }

  /** The clipped estimator. */
  public StochasticStepQuantizer() {
    this(StraightThrough.CLIPPED);
  }

  /** The probability of a 1 while training: clip(x, 0, 1), and 0 for NaN. */
  public float probability(float x) {
    return x > 0 ? Math.min(x, 1) : 0;
  }

  @Override
  public boolean bit(float x) {
    return x > INFERENCE_THRESHOLD;
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
  public float threshold() {
    return INFERENCE_THRESHOLD;
  }

  @Override
  public float gradient(float x) {
    return (float) estimator.derivative(2.0 * x - 1);
  }

  @Override
  public String spec() {
    return "stochastic_step(" + estimator.specName() + ")";
  }
}
