package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How one operand of a layer, its input or its weights, becomes integers.
 *
 * <pre> q = clamp(rint(x / s) + z, low, high) </pre>
 *
 * <p>s and z come from the observed range of x. With a learned range s is multiplied by 2^ρ with a
 * parameter ρ, 0 at first, that the network's updater trains; z stays as observed. With δ the
 * gradient of the quantised x,
 *
 * <pre> ∂ρ = ln 2 · s · Σ δ · (q - z - x / s where x is inside of the range, q - z outside) </pre>
 *
 * <p>which is the gradient of the step's base-2 logarithm in <a
 * href="https://arxiv.org/abs/1903.08066">Jain et al. 2019 (TQT), eq. 7</a>, and s·ln 2 times that
 * of the step itself in <a href="https://arxiv.org/abs/1902.08153">Esser et al. 2019 (LSQ), eq.
 * 3</a>. As TQT does, it takes an updater that normalises its gradients, for example Adam.
 *
 * @param bits 2..8, or {@link #FLOAT_BITS} where nothing is quantised
 * @param interval which integers
 * @param rounding while training
 * @param observer what finds the range; for weights it looks at the present ones alone
 * @param perChannel whether each output channel has a range of its own; for weights only
 * @param learnedRange whether ρ is trained
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record QuantizationScheme(
    int bits,
    Interval interval,
    Rounding rounding,
    Observer observer,
    boolean perChannel,
    boolean learnedRange)
    implements Serializable {

  /** The bits of a float. */
  public static final int FLOAT_BITS = Float.SIZE;

  private static final int LEAST_BITS = 2;

  /** Leaves an operand as it is. */
  public static final QuantizationScheme NONE =
      new QuantizationScheme(
          FLOAT_BITS, Interval.SYMMETRIC, Rounding.NEAREST, new MinMaxObserver(), false, false);

  /** 8 bits, asymmetric, of the moving average of the ranges. */
  public static final QuantizationScheme INPUT =
      new QuantizationScheme(
          AffineQuantizer.MOST_BITS,
          Interval.ASYMMETRIC,
          Rounding.NEAREST,
          new MovingAverageObserver(),
          false,
          false);

  /** 8 bits, symmetric, of each output channel's greatest magnitude. */
  public static final QuantizationScheme WEIGHTS =
      new QuantizationScheme(
          AffineQuantizer.MOST_BITS,
          Interval.SYMMETRIC,
          Rounding.NEAREST,
          new MinMaxObserver(),
          true,
          false);

  public QuantizationScheme {
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(rounding, "rounding");
    Objects.requireNonNull(observer, "observer");
  }

  @JsonCreator
  static QuantizationScheme ofSpecs(
      @JsonProperty("bits") int bits,
      @JsonProperty("interval") Interval interval,
      @JsonProperty("rounding") Rounding rounding,
      @JsonProperty("observer") String observer,
      @JsonProperty("perChannel") boolean perChannel,
      @JsonProperty("learnedRange") boolean learnedRange) {
    return new QuantizationScheme(
        bits, interval, rounding, Observers.parse(observer), perChannel, learnedRange);
  }

  @Override
  @JsonProperty("bits")
  public int bits() {
    return bits;
  }

  @Override
  @JsonProperty("interval")
  public Interval interval() {
    return interval;
  }

  @Override
  @JsonProperty("rounding")
  public Rounding rounding() {
    return rounding;
  }

  @JsonProperty("observer")
  String observerSpec() {
    return observer.spec();
  }

  @Override
  @JsonProperty("perChannel")
  public boolean perChannel() {
    return perChannel;
  }

  @Override
  @JsonProperty("learnedRange")
  public boolean learnedRange() {
    return learnedRange;
  }

  /** Whether nothing is quantised. */
  public boolean isNone() {
    return bits == FLOAT_BITS;
  }

  /** The same with other bits. */
  public QuantizationScheme withBits(int other) {
    return new QuantizationScheme(other, interval, rounding, observer, perChannel, learnedRange);
  }

  /** The same with other integers. */
  public QuantizationScheme withInterval(Interval other) {
    return new QuantizationScheme(bits, other, rounding, observer, perChannel, learnedRange);
  }

  /** The same with another rounding. */
  public QuantizationScheme withRounding(Rounding other) {
    return new QuantizationScheme(bits, interval, other, observer, perChannel, learnedRange);
  }

  /** The same with another observer. */
  public QuantizationScheme withObserver(Observer other) {
    return new QuantizationScheme(bits, interval, rounding, other, perChannel, learnedRange);
  }

  /** The same with a range for each output channel, or one for all. */
  public QuantizationScheme withPerChannel(boolean other) {
    return new QuantizationScheme(bits, interval, rounding, observer, other, learnedRange);
  }

  /** The same with or without a learned range. */
  public QuantizationScheme withLearnedRange(boolean other) {
    return new QuantizationScheme(bits, interval, rounding, observer, perChannel, other);
  }

  /**
   * The quantiser of a range.
   *
   * @param logStep ρ; 0 where it is not learned. The step is kept within floats.
   */
  public AffineQuantizer quantizer(ValueRange range, double logStep) {
    AffineQuantizer observed = interval.quantizer(bits, range);
    if (logStep == 0) {
      return observed;
    }
    double scale = observed.scale() * Math.pow(2, logStep);
    float step = (float) Math.max(Float.MIN_NORMAL, Math.min(Float.MAX_VALUE, scale));
    return new AffineQuantizer(step, observed.zeroPoint(), observed.low(), observed.high());
  }

  void validate(LayerSettings settings, String setting) {
    settings.require(
        isNone() || bits >= LEAST_BITS && bits <= AffineQuantizer.MOST_BITS,
        setting,
        bits + " bits",
        "2..8, or QuantizationScheme.NONE",
        "set .withBits(..)");
    settings.require(
        !isNone() || !learnedRange,
        setting,
        "a learned range of floats",
        "none where nothing is quantised",
        "set .withLearnedRange(false) or bits");
  }
}
