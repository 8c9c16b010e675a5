package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How the gradient δ of a layer's products is quantised before it is multiplied with the input, for
 * the weights' gradient, and with the weights, for the input's.
 *
 * <pre> δ' = s · clamp(round(δ / s), -m, m),  s = t / m,  m = 2^(bits - 1) - 1 </pre>
 *
 * <p>t is the magnitude that a share of the gradient's elements is within, so that the few greatest
 * are clipped: the range clipping of the source. The bias's gradient is that of δ itself.
 *
 * @param bits 2..8, or {@link QuantizationScheme#FLOAT_BITS} where nothing is quantised
 * @param share of the elements that are not clipped, in (0, 1]; at 1 none is
 * @param rounding of δ / s; a stochastic one keeps the gradient's mean
 * @see <a href="https://www.usenix.org/conference/atc21/presentation/zhou-qihua">Zhou et al. 2021,
 *     Octo: INT8 training with loss-aware compensation and backward quantization</a>
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record BackwardScheme(int bits, double share, Rounding rounding) implements Serializable {

  /** Float gradients. */
  public static final BackwardScheme NONE =
      new BackwardScheme(QuantizationScheme.FLOAT_BITS, 1, Rounding.NEAREST);

  /** 8 bits, 99.9 % of the elements, stochastic rounding. */
  public static final BackwardScheme INT8 =
      new BackwardScheme(AffineQuantizer.MOST_BITS, 0.999, Rounding.STOCHASTIC);

  private static final int LEAST_BITS = 2;

  @JsonCreator
  public BackwardScheme(
      @JsonProperty("bits") int bits,
      @JsonProperty("share") double share,
      @JsonProperty("rounding") Rounding rounding) {
    this.bits = bits;
    this.share = share;
    this.rounding = Objects.requireNonNull(rounding, "rounding");
  }

  @Override
  @JsonProperty("bits")
  public int bits() {
    return bits;
  }

  @Override
  @JsonProperty("share")
  public double share() {
    return share;
  }

  @Override
  @JsonProperty("rounding")
  public Rounding rounding() {
    return rounding;
  }

  /** Whether nothing is quantised. */
  public boolean isNone() {
    return bits == QuantizationScheme.FLOAT_BITS;
  }

  void validate(LayerSettings settings) {
    settings.require(
        isNone() || bits >= LEAST_BITS && bits <= AffineQuantizer.MOST_BITS,
        "backward",
        bits + " bits",
        "2..8, or BackwardScheme.NONE",
        "use BackwardScheme.INT8");
    settings.require(
        share > 0 && share <= 1,
        "backward",
        "a share of " + share,
        "one in (0, 1]",
        "use BackwardScheme.INT8");
  }
}
