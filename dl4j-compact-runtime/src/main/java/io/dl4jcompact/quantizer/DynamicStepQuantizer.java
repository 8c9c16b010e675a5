package io.dl4jcompact.quantizer;

import java.util.Objects;

/**
 * The first segmentation with a threshold that is computed from each batch of data; a running value
 * takes its place at inference.
 *
 * <pre>
 * training:    θ = statistic of the batch;  q(x) = 1 if x &gt; θ, else 0;  q'(x) = S'(x - θ)
 *              running value r becomes d·r + (1 - d)·θ, beginning with 0
 * inference:   q(x) = 1 if x &gt; r, else 0
 * </pre>
 *
 * <p>The gradient takes θ for a constant. What a batch is, and where r is kept, is the matter of
 * the layer that has this quantiser; {@link #at} gives the element-wise one for either threshold.
 *
 * @param statistic what θ is of the batch's values
 * @param decay d in [0, 1): how much of the running value stays at a batch
 * @param estimator the surrogate S
 */
public record DynamicStepQuantizer(Statistic statistic, double decay, StraightThrough estimator)
    implements Quantizer {

  private static final double DEFAULT_DECAY = 0.9;

  /**
   * @throws IllegalArgumentException if the decay is not in [0, 1)
   */
  public DynamicStepQuantizer {
    Objects.requireNonNull(statistic, "statistic");
    Objects.requireNonNull(estimator, "estimator");
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "DynamicStepQuantizer: decay must be in [0, 1), got " + decay);
    }
  }

  /** The mean, with decay 0.9 and the clipped estimator. */
  public DynamicStepQuantizer() {
    this(Statistic.mean());
  }

  /** The given statistic, with decay 0.9 and the clipped estimator. */
  public DynamicStepQuantizer(Statistic statistic) {
    this(statistic, DEFAULT_DECAY);
  }

  /** The given statistic and decay, with the clipped estimator. */
  public DynamicStepQuantizer(Statistic statistic, double decay) {
    this(statistic, decay, StraightThrough.CLIPPED);
  }

  /**
   * The step at a threshold: a batch's, or the running one.
   *
   * @throws IllegalArgumentException if the threshold is not finite
   */
  public StepQuantizer at(float threshold) {
    return new StepQuantizer(threshold, estimator);
  }

  @Override
  public int bits() {
    return 1;
  }

  @Override
  public String spec() {
    return "dynamic_step("
        + String.join(", ", statistic.spec(), String.valueOf(decay), estimator.specName())
        + ")";
  }
}
