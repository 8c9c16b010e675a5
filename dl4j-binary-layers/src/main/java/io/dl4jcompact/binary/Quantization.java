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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a layer does to its operands before it multiplies them.
 *
 * <p>Values of one's own, by a {@link LevelQuantizer}, are an affine function of the values c(x)
 * and t(W) of the quantisers beneath. What is multiplied and summed are always these, in exact
 * integers; the affine function is applied to a channel's sums:
 *
 * <pre>
 * q_x = f_x·c + o_x,  q_w = f_w·t + o_w
 * Σ q_x(x_j) q_w(W_j) = f_x·f_w · Σ c(x_j) t(W_j) + o_x · Σ q_w(W_j) + f_x·o_w · Σ c(x_j)
 * </pre>
 *
 * <p>c is 0 where a convolution pads. o_w is 0 for weights of -v and +v; others need the last sum
 * too, a second product with the input.
 *
 * <p>Saved in a network's JSON as the quantisers' text forms, for example {@code "weightQuantizer"
 * : "sign(0.0, clipped)"}.
 *
 * @param input quantiser of the layer's input; {@link Identity} leaves it float
 * @param weights quantiser of the latent weights; {@link SignQuantizer}, a {@link LevelQuantizer}
 *     of one, or {@link Identity} to leave them float
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

  /** f_x·f_w, by which a sum of products c(x)·t(W) is multiplied: 1 without levels. */
  public float sumFactor() {
    return factor(input) * factor(weights);
  }

  /** o_x·f_w, by which the sum of a channel's t(W) is multiplied to be added: 0 without levels. */
  public float weightSumFactor() {
    return offset(input) * factor(weights);
  }

  /** f_x·o_w, by which the sum of the c(x) is multiplied to be added: 0 for weights -v and +v. */
  public float inputSumFactor() {
    return factor(input) * offset(weights);
  }

  /** o_w / f_w: what to add to t(W) for weights that are f_w times less than q_w(W). */
  public float weightShift() {
    return offset(weights) / factor(weights);
  }

  /**
   * o_x · Σ q_w(W_j) of each output channel, as the layers compute it.
   *
   * @param quantized t(W)
   * @return a new array [nOut] in the current workspace
   */
  public INDArray weightSummands(INDArray quantized) {
    INDArray sums = ChannelScale.sums(quantized);
    double ofOffsets = (double) offset(input) * offset(weights);
    return sums.muli(weightSumFactor()).addi(ofOffsets * (quantized.length() / sums.length()));
  }

  private static float factor(Quantizer quantizer) {
    return quantizer instanceof LevelQuantizer levels ? levels.factor() : 1;
  }

  private static float offset(Quantizer quantizer) {
    return quantizer instanceof LevelQuantizer levels ? levels.offset() : 0;
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

  /**
   * Refuses a quantiser that has one value only, where it is to have two.
   *
   * @param setting what users set it by
   * @throws IllegalArgumentException naming the layer
   */
  static void requireTwoValues(LayerSettings settings, String setting, Quantizer quantizer) {
    settings.require(
        !(quantizer instanceof LevelQuantizer levels) || levels.hasTwoValues(),
        setting,
        quantizer.spec(),
        "two values that differ",
        "set the LevelQuantizer's upper and lower value apart, for example to 1 and -1");
  }

  /**
   * Refuses quantisers on the wrong side, or with values that a layer cannot compute with.
   *
   * @throws IllegalArgumentException if the weights' quantiser is no sign, a quantiser gives a
   *     single value, products of values are too large or too small for floats, or a scale is asked
   *     for float weights
   */
  void validate(LayerSettings settings) {
    requireTwoValues(settings, "inputQuantizer", input);
    requireTwoValues(settings, "weightQuantizer", weights);
    boolean floatWeights = weights instanceof Identity;
    Quantizer rule = weights instanceof LevelQuantizer levels ? levels.quantizer() : weights;
    settings.require(
        floatWeights || rule instanceof SignQuantizer,
        "weightQuantizer",
        weights.spec(),
        "a sign(..), levels(.., .., sign(..)), or none",
        "use new SignQuantizer() for the weights; step quantisers are for inputs");
    settings.require(
        sumFactor() != 0
            && Float.isFinite(sumFactor())
            && Float.isFinite(weightSumFactor())
            && Float.isFinite(inputSumFactor()),
        "inputQuantizer",
        input.spec() + " with the weightQuantizer " + weights.spec(),
        "values whose products are floats, neither 0 nor infinite",
        "take values nearer to 1");
    settings.require(
        !(floatWeights && weightScale),
        "weightScale",
        true,
        "false where the weightQuantizer is none",
        "use new SignQuantizer() for the weights or leave weightScale off");
  }
}
