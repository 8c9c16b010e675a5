package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerSettings;
import java.io.Serializable;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * All that a layer quantises.
 *
 * @param input the layer's input, per tensor
 * @param weights the weights W, per tensor or output channel
 * @param backward the gradient in the two products of the backward pass
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record LayerQuantization(
    QuantizationScheme input, QuantizationScheme weights, BackwardScheme backward)
    implements Serializable {

  /** 8 bits for input and weights, float gradients. */
  public static final LayerQuantization DEFAULT =
      new LayerQuantization(
          QuantizationScheme.INPUT, QuantizationScheme.WEIGHTS, BackwardScheme.NONE);

  @JsonCreator
  public LayerQuantization(
      @JsonProperty("input") QuantizationScheme input,
      @JsonProperty("weights") QuantizationScheme weights,
      @JsonProperty("backward") BackwardScheme backward) {
    this.input = Objects.requireNonNull(input, "input is null; use QuantizationScheme.NONE");
    this.weights = Objects.requireNonNull(weights, "weights is null; use QuantizationScheme.NONE");
    this.backward = Objects.requireNonNull(backward, "backward is null; use BackwardScheme.NONE");
  }

  @Override
  @JsonProperty("input")
  public QuantizationScheme input() {
    return input;
  }

  @Override
  @JsonProperty("weights")
  public QuantizationScheme weights() {
    return weights;
  }

  @Override
  @JsonProperty("backward")
  public BackwardScheme backward() {
    return backward;
  }

  /** Whether products are of integers. */
  public boolean isInteger() {
    return !input.isNone() && !weights.isNone();
  }

  LayerQuantization withInput(QuantizationScheme scheme) {
    return new LayerQuantization(scheme, weights, backward);
  }

  LayerQuantization withWeights(QuantizationScheme scheme) {
    return new LayerQuantization(input, scheme, backward);
  }

  LayerQuantization withBackward(BackwardScheme scheme) {
    return new LayerQuantization(input, weights, scheme);
  }

  LayerQuantization withBits(int bits) {
    return new LayerQuantization(input.withBits(bits), weights.withBits(bits), backward);
  }

  /**
   * Refuses what a layer cannot compute with.
   *
   * @throws IllegalArgumentException if bits are not 2..8, the input has ranges per channel, or the
   *     weights' range is averaged over minibatches; the message names the layer
   */
  public void validate(LayerSettings settings) {
    input.validate(settings, "inputScheme");
    weights.validate(settings, "weightScheme");
    backward.validate(settings);
    settings.require(
        !input.perChannel(),
        "inputScheme",
        "per channel",
        "one range for the tensor, since a product sums over its channels",
        "set .withPerChannel(false)");
    settings.require(
        !(weights.observer() instanceof MovingAverageObserver),
        "weightScheme",
        weights.observer().spec(),
        "an observer of the present weights",
        "use a MinMaxObserver, PercentileObserver or HistogramObserver");
  }
}
