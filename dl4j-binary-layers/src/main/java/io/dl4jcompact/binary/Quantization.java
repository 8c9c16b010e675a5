package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.Quantizers;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a layer does to its operands before it multiplies them.
 *
 * <p>Values of one's own, by a {@link LevelQuantizer}, are an affine function of the values c(x)
 * and t(W) of the quantisers beneath. What is multiplied and summed are always these, in exact
 * integers; the affine function is applied to a channel's sum:
 *
 * <pre> Σ q_x(x_j) q_w(W_j) = f · Σ c(x_j) t(W_j) + o · Σ t(W_j) </pre>
 *
 * <p>Saved in a network's JSON as the quantisers' text forms, for example {@code "weightQuantizer"
 * : "sign(0.0, clipped)"}.
 *
 * @param input quantiser of the layer's input; {@link Identity} leaves it float
 * @param weights quantiser of the latent weights; {@link SignQuantizer}, a {@link LevelQuantizer}
 *     of one with values -v and +v, or {@link Identity} to leave them float
 * @param weightScale whether each output channel n is multiplied by α_n = mean |W_n|
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record Quantization(Quantizer input, Quantizer weights, boolean weightScale)
    implements Serializable {

  /** Inputs in {0, 1} by the threshold 0, weights in {-1, +1}, no scale. */
  public static final Quantization DEFAULT =
      new Quantization(new StepQuantizer(), new SignQuantizer(), false);

  public Quantization {
    Objects.requireNonNull(input, "inputQuantizer is null; use new Identity() for a float input");
    Objects.requireNonNull(
        weights, "weightQuantizer is null; use new Identity() for float weights");
  }

  @JsonCreator
  static Quantization ofSpecs(
      @JsonProperty("inputQuantizer") String input,
      @JsonProperty("weightQuantizer") String weights,
      @JsonProperty("weightScale") boolean weightScale) {
    return new Quantization(Quantizers.parse(input), Quantizers.parse(weights), weightScale);
  }

  @JsonProperty("inputQuantizer")
  String inputSpec() {
    return input.spec();
  }

  @JsonProperty("weightQuantizer")
  String weightSpec() {
    return weights.spec();
  }

  @JsonProperty("weightScale")
  boolean scaled() {
    return weightScale;
  }

  /** What decides about the input's bits; {@link Identity} for a float input. */
  public Quantizer inputRule() {
    return input instanceof LevelQuantizer levels ? levels.quantizer() : input;
  }

  /** What decides about the weights' bits, of a valid quantisation; {@link Identity} for floats. */
  public ElementwiseQuantizer weightRule() {
    Quantizer rule = weights instanceof LevelQuantizer levels ? levels.quantizer() : weights;
    return (ElementwiseQuantizer) rule;
  }

  /** f, by which a sum of the rules' values c(x)·t(W) is multiplied: 1 without levels. */
  public float sumFactor() {
    return factor(input) * factor(weights);
  }

  /** o, by which the sum of a channel's t(W) is multiplied to be added: 0 without levels. */
  public float weightSumFactor() {
    return input instanceof LevelQuantizer levels ? levels.offset() * factor(weights) : 0;
  }

  private static float factor(Quantizer quantizer) {
    return quantizer instanceof LevelQuantizer levels ? levels.factor() : 1;
  }

  Quantization withInput(Quantizer quantizer) {
    return new Quantization(quantizer, weights, weightScale);
  }

  Quantization withWeights(Quantizer quantizer) {
    return new Quantization(input, quantizer, weightScale);
  }

  Quantization withWeightScale(boolean scale) {
    return new Quantization(input, weights, scale);
  }

  private static boolean isSymmetricSign(LevelQuantizer levels) {
    return levels.quantizer() instanceof SignQuantizer && levels.upper() == -levels.lower();
  }

  /**
   * Refuses quantisers on the wrong side.
   *
   * @throws IllegalArgumentException if the weights' quantiser gives other values than -v and +v,
   *     or a sign on the input does, or a scale is asked for float weights
   */
  void validate(LayerSettings settings) {
    boolean floatWeights = weights instanceof Identity;
    settings.require(
        floatWeights
            || weights instanceof SignQuantizer
            || (weights instanceof LevelQuantizer levels && isSymmetricSign(levels)),
        "weightQuantizer",
        weights.spec(),
        "a sign(..) with values -1 and +1 or levels -v and +v, or none",
        "use new SignQuantizer() for the weights; step quantisers are for inputs");
    settings.require(
        !(input instanceof LevelQuantizer levels)
            || !(levels.quantizer() instanceof SignQuantizer)
            || isSymmetricSign(levels),
        "inputQuantizer",
        input.spec(),
        "levels -v and +v of a sign, which padding with 0 needs",
        "use a StepQuantizer for other levels");
    settings.require(
        !(floatWeights && weightScale),
        "weightScale",
        true,
        "false where the weightQuantizer is none",
        "use new SignQuantizer() for the weights or leave weightScale off");
  }
}
