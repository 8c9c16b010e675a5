package io.dl4jcompact.quantizer;

import java.util.Locale;

/**
 * Straight-through estimators: what stands in for the derivative of a step of height 2 at u = 0,
 * which is zero everywhere else. Each is the derivative of a smooth or piecewise smooth surrogate
 * S(u) of sign(u).
 *
 * @see <a href="https://arxiv.org/abs/1308.3432">Bengio et al. 2013 (identity)</a>
 * @see <a href="https://arxiv.org/abs/1602.02830">Courbariaux et al. 2016 (clipped)</a>
 * @see <a href="https://arxiv.org/abs/1808.00278">Liu et al. 2018, Bi-Real Net (ApproxSign)</a>
 * @see <a href="https://arxiv.org/abs/1812.11800">Darabi et al. 2018, BNN+ (SwishSign)</a>
 */
public enum StraightThrough {
  /** S(u) = u, S'(u) = 1. */
  IDENTITY {
    @Override
    public double surrogate(double u) {
      return u;
    }

    @Override
    public double derivative(double u) {
      return 1;
    }
  },
  /** S(u) = clip(u, -1, 1), S'(u) = 1 where |u| ≤ 1, else 0. */
  CLIPPED {
    @Override
    public double surrogate(double u) {
      return Math.max(-1, Math.min(1, u));
    }

    @Override
    public double derivative(double u) {
      return Math.abs(u) <= 1 ? 1 : 0;
    }
  },
  /** S(u) = u·(2 - |u|) where |u| < 1, else sign(u); S'(u) = max(0, 2 - 2|u|). */
  APPROX_SIGN {
    @Override
    public double surrogate(double u) {
      return Math.abs(u) < 1 ? u * (2 - Math.abs(u)) : Math.signum(u);
    }

    @Override
    public double derivative(double u) {
      return Math.max(0, 2 - 2 * Math.abs(u));
    }
  },
  /**
   * S(u) = 2σ(βu)·(1 + βu·(1 - σ(βu))) - 1 and S'(u) = β·(2 - βu·tanh(βu/2)) / (1 + cosh(βu)), with
   * β = {@value #SWISH_BETA}.
   */
  SWISH_SIGN {
    @Override
    public double surrogate(double u) {
      if (Math.abs(u) > SWISH_FAR) {
        return Math.signum(u);
      }
      double sigmoid = 1 / (1 + Math.exp(-SWISH_BETA * u));
      return 2 * sigmoid * (1 + SWISH_BETA * u * (1 - sigmoid)) - 1;
    }

    @Override
    public double derivative(double u) {
      if (Math.abs(u) > SWISH_FAR) {
        return 0;
      }
      double scaled = SWISH_BETA * u;
      return SWISH_BETA * (2 - scaled * Math.tanh(scaled / 2)) / (1 + Math.cosh(scaled));
    }
  };

  /** The steepness β of {@link #SWISH_SIGN}, as BNN+ sets it. */
  public static final double SWISH_BETA = 5;

  /** Where {@link #SWISH_SIGN} is flat to 1e-20; beyond, its formula would multiply ∞ by 0. */
  private static final double SWISH_FAR = 10;

  /** S(u), the function whose derivative is used. */
  public abstract double surrogate(double u);

  /** S'(u); finite, and 0 far from the threshold except for {@link #IDENTITY}. */
  public abstract double derivative(double u);

  /** The name in quantiser specs: identity, clipped, approx_sign or swish_sign. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StraightThrough ofSpecName(String name) {
    for (StraightThrough estimator : values()) {
      if (estimator.specName().equals(name)) {
        return estimator;
      }
    }
    throw new IllegalArgumentException(
        "unknown straight-through estimator '"
            + name
            + "', expected identity, clipped, approx_sign or swish_sign");
  }
}
