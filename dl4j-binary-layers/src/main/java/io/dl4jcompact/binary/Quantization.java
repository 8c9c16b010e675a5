package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.Identity;
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
 * What a layer does to its operands before it multiplies them. Saved in a network's JSON as the
 * quantisers' text forms, for example {@code "weightQuantizer" : "sign(0.0, clipped)"}.
 *
 * @param input quantiser of the layer's input; {@link Identity} leaves it float
 * @param weights quantiser of the latent weights; {@link SignQuantizer}, or {@link Identity} to
 *     leave them float
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
   * Refuses quantisers on the wrong side.
   *
   * @throws IllegalArgumentException if the weights' quantiser gives other values than -1 and +1,
   *     or a scale is asked for float weights
   */
  void validate(LayerSettings settings) {
    boolean floatWeights = weights instanceof Identity;
    settings.require(
        floatWeights || weights instanceof SignQuantizer,
        "weightQuantizer",
        weights.spec(),
        "a sign(..) with values -1 and +1, or none",
        "use new SignQuantizer() for the weights; step quantisers are for inputs");
    settings.require(
        !(floatWeights && weightScale),
        "weightScale",
        true,
        "false where the weightQuantizer is none",
        "use new SignQuantizer() for the weights or leave weightScale off");
  }
}
