package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.BinaryConvolutionLayerImpl;
import io.dl4jcompact.core.GroupedWeights;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.LevelQuantizer;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A 2-D convolution with quantised input and weights; kernel, stride, padding, dilation and
 * convolution mode as in Deeplearning4j's {@code ConvolutionLayer}.
 *
 * <pre> out = f(α ⊙ (q_x(x) * q_w(W)) + b) </pre>
 *
 * <p>Shapes: x [minibatch, nIn, inH, inW], W [nOut, nIn / groups, kH, kW], b and α [nOut], out
 * [minibatch, nOut, outH, outW]. Padding adds zeros to the quantised input, also where that is -1
 * or +1; of a {@link LevelQuantizer} it adds to a step the lower level, as 0 is of {0, 1}, and to a
 * sign the middle of the two. Latent weights, dropout and weight noise are as in {@link
 * BinaryDenseLayer}, and so is the activation function: the identity unless the layer's own builder
 * sets one. NHWC is refused.
 *
 * <p>Channels may be split into groups of neighbours: with m = nOut / groups, output n sees the
 * input channels of group ⌊n / m⌋ alone.
 */
public final class BinaryConvolutionLayer extends ImageConvolutionLayer {

  @JsonProperty private int groups = 1;

  private BinaryConvolutionLayer() {}

  private BinaryConvolutionLayer(Builder builder) {
    super(builder);
    groups = builder.groups;
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public long[] weightShape() {
    return new long[] {nOut, inputsOfGroup(), kernelSize[0], kernelSize[1]};
  }

  @Override
  public long fanIn() {
    return inputsOfGroup() * kernelSize[0] * kernelSize[1];
  }

  @Override
  BaseLayer<?> implementation(NeuralNetConfiguration conf, DataType dataType) {
    return new BinaryConvolutionLayerImpl(conf, dataType);
  }

  @Override
  void requireValid(LayerSettings settings) {
    super.requireValid(settings);
    channelsKnown(settings);
  }

  @Override
  void channelsKnown(LayerSettings settings) {
    GroupedWeights.requireGroups(settings, groups, nIn, nOut);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && groups == ((BinaryConvolutionLayer) other).groups;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), groups);
  }

  @Override
  public String toString() {
    return "%s, groups=%d".formatted(super.toString(), groups);
  }

  /** {@code new BinaryConvolutionLayer.Builder(3, 3).nOut(64).build()}. */
  public static final class Builder extends ImageBuilder<Builder> {

    private int groups = 1;

    /**
     * Stride 1, no padding, one group, bias, identity activation, {@link Quantization#DEFAULT}.
     *
     * @param kernelSize height and width; 5x5 where left out
     */
    public Builder(int... kernelSize) {
      super(kernelSize);
    }

    /**
     * Number of groups that channels are split into; must divide nIn and nOut. Default 1, every
     * output sees all input channels.
     */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * @throws IllegalArgumentException if nOut, kernel, stride, dilation or groups is less than 1,
     *     nIn or padding is negative, padding is given in mode Same, the mode is Causal, groups do
     *     not divide nOut or a given nIn, the format is not NCHW, or a quantiser is on the wrong
     *     side; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BinaryConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("BinaryConvolutionLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      requireValid(settings);
      GroupedWeights.requireGroups(settings, groups, nIn, nOut);
      return new BinaryConvolutionLayer(this);
    }
  }
}
