package io.dl4jcompact.sparse;

import java.io.Serializable;
import java.util.Base64;
import java.util.Objects;

/**
 * How the mask of a parameter comes about: a function of the number of its weights, the same one
 * whenever it is asked. Text forms: {@code exact(0.1,42)}, {@code bernoulli(0.1,42)}, {@code
 * given(12,/w8=)}.
 */
public sealed interface MaskRule extends Serializable {

  /**
   * The mask of a parameter.
   *
   * @param length number of weights
   * @throws IllegalArgumentException if the rule has no mask of that length
   */
  Mask mask(int length);

  /** The share of weights that are connected, or in a random mask are expected to be, 0 to 1. */
  double density();

  /** The text form, which {@link #parse} reads. */
  String spec();

  /** The rule with a seed that it makes of its own and a number; a given mask as it is. */
  MaskRule derived(long stream);

  /**
   * Exactly round(density · length) connections, chosen at random. {@link #mask} refuses lengths
   * that would have none.
   *
   * @param density in (0, 1]
   * @throws IllegalArgumentException if the density is out of its range
   */
  static MaskRule exact(double density, long seed) {
    return new Exact(density, seed);
  }

  /**
   * Every connection on its own, with probability density; there may be none.
   *
   * @param density in (0, 1]
   * @throws IllegalArgumentException if the density is out of its range
   */
  static MaskRule bernoulli(double density, long seed) {
    return new Bernoulli(density, seed);
  }

  /** This mask, for parameters of its length only. */
  static MaskRule given(Mask mask) {
    return new Given(mask.length(), mask.bytes());
  }

  /**
   * Reads a text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  static MaskRule parse(String spec) {
    int open = spec.indexOf('(');
    String[] arguments =
        open > 0 && spec.endsWith(")")
            ? spec.substring(open + 1, spec.length() - 1).split(",", -1)
            : new String[0];
    String kind = arguments.length == 2 ? spec.substring(0, open) : "";
    try {
      if (kind.equals("exact")) {
        return exact(Double.parseDouble(arguments[0]), Long.parseLong(arguments[1]));
      }
      if (kind.equals("bernoulli")) {
        return bernoulli(Double.parseDouble(arguments[0]), Long.parseLong(arguments[1]));
      }
      if (kind.equals("given")) {
        byte[] bytes = Base64.getDecoder().decode(arguments[1]);
        return given(Mask.of(Integer.parseInt(arguments[0]), bytes));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("mask rule \"" + spec + "\": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "mask rule is \""
            + spec
            + "\", expected exact(density,seed), bernoulli(density,seed) or given(length,base64)");
  }

  /** An exact number of random connections. */
  record Exact(double density, long seed) implements MaskRule {
    public Exact {
      LayerDensities.requireDensity("density", density);
    }

    @Override
    public Mask mask(int length) {
      int connections = Math.toIntExact(Math.round(density * length));
      if (connections == 0) {
        throw new IllegalArgumentException(
            "%s connects 0 of %d weights, expected at least one; raise the density"
                .formatted(spec(), length));
      }
      return Mask.exact(length, connections, seed);
    }

    @Override
    public String spec() {
      return "exact(" + density + "," + seed + ")";
    }

    @Override
    public MaskRule derived(long stream) {
      return new Exact(density, SplitMix.derive(seed, stream));
    }
  }

  /** Independent random connections. */
  record Bernoulli(double density, long seed) implements MaskRule {
    public Bernoulli {
      LayerDensities.requireDensity("density", density);
    }

    @Override
    public Mask mask(int length) {
      return Mask.bernoulli(length, density, seed);
    }

    @Override
    public String spec() {
      return "bernoulli(" + density + "," + seed + ")";
    }

    @Override
    public MaskRule derived(long stream) {
      return new Bernoulli(density, SplitMix.derive(seed, stream));
    }
  }

  /** A mask of one's own. */
  final class Given implements MaskRule {
    private final int length;
    private final byte[] bytes;

    private Given(int length, byte... bytes) {
      this.length = length;
      this.bytes = bytes;
    }

    @Override
    public Mask mask(int wanted) {
      if (wanted != length) {
        throw new IllegalArgumentException(
            "the given mask is of %d weights, the parameter has %d".formatted(length, wanted));
      }
      return Mask.of(length, bytes);
    }

    @Override
    public double density() {
      return Mask.of(length, bytes).density();
    }

    @Override
    public String spec() {
      return "given(" + length + "," + Base64.getEncoder().encodeToString(bytes) + ")";
    }

    @Override
    public MaskRule derived(long stream) {
      return this;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Given given && spec().equals(given.spec());
    }

    @Override
    public int hashCode() {
      return Objects.hash(spec());
    }

    @Override
    public String toString() {
      return "Given[" + Mask.of(length, bytes) + "]";
    }
  }
}
