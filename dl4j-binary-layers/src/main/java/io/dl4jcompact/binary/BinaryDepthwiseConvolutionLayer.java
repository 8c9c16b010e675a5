package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.BinaryDepthwiseConvolutionLayerImpl;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A 2-D convolution of each input channel on its own, with quantised input and weights; kernel,
 * stride, padding, dilation, convolution mode and depth multiplier as in Deeplearning4j's {@code
 * DepthwiseConvolution2D}, whose parameters fit.
 *
 * <pre> out_{c·M + m} = f(α_{c·M + m} · (q_x(x_c) * q_w(W_{c,m})) + b_{c·M + m}) </pre>
 *
 * <p>Shapes, with M the depth multiplier: x [minibatch, nIn, inH, inW], W [kH, kW, nIn, M], b and α
 * [nIn·M], out [minibatch, nIn·M, outH, outW]. All else is as in {@link BinaryConvolutionLayer}. In
 * front of one with a kernel of 1x1 it makes a separable convolution.
 *
 * <p>nOut is nIn·M. Latent weights start as an output's kH·kW weights do in other layers, where
 * Deeplearning4j counts kH·kW·nIn.
 */
public final class BinaryDepthwiseConvolutionLayer extends ImageConvolutionLayer {

  @JsonProperty private int depthMultiplier = 1;

  private BinaryDepthwiseConvolutionLayer() {}

  private BinaryDepthwiseConvolutionLayer(Builder builder) {
    super(builder);
    depthMultiplier = builder.depthMultiplier;
    if (nIn > 0) {
      nOut = nIn * depthMultiplier;
    }
  }

  /** Output channels of each input channel. */
  public int depthMultiplier() {
    return depthMultiplier;
  }

  @Override
  public int groups() {
    return Math.toIntExact(nIn);
  }

  @Override
  public long[] weightShape() {
    return new long[] {kernelSize[0], kernelSize[1], nIn, depthMultiplier};
  }

  @Override
  public long fanIn() {
    return (long) kernelSize[0] * kernelSize[1];
  }

  @Override
  BaseLayer<?> implementation(NeuralNetConfiguration conf, DataType dataType) {
    return new BinaryDepthwiseConvolutionLayerImpl(conf, dataType);
  }

  @Override
  void requireValid(LayerSettings settings) {
    super.requireValid(settings);
    requireMultiplier(settings, depthMultiplier);
    requireOutputs(settings, nIn, nOut, depthMultiplier);
  }

  private static void requireMultiplier(LayerSettings settings, int depthMultiplier) {
    settings.atLeast(
        1, "depthMultiplier", depthMultiplier, "leave .depthMultiplier(..) out for one output");
  }

  private static void requireOutputs(
      LayerSettings settings, long nIn, long nOut, int depthMultiplier) {
    settings.require(
        nOut == nIn * depthMultiplier,
        "nOut",
        nOut,
        nIn * depthMultiplier + ", which is nIn · depthMultiplier",
        "leave .nOut(..) out and set .depthMultiplier(..)");
  }

  @Override
  void channelsKnown(LayerSettings settings) {
    if (nOut != 0) {
      requireOutputs(settings, nIn, nOut, depthMultiplier);
    }
    nOut = nIn * depthMultiplier;
  }

  /** Sets nOut too, so that transfer learning can give the layer before other outputs. */
  @Override
  public void setNIn(long inputs) {
    super.setNIn(inputs);
    nOut = inputs * depthMultiplier;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && depthMultiplier == ((BinaryDepthwiseConvolutionLayer) other).depthMultiplier;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), depthMultiplier);
  }

  @Override
  public String toString() {
    return "%s, depthMultiplier=%d".formatted(super.toString(), depthMultiplier);
  }

  /** {@code new BinaryDepthwiseConvolutionLayer.Builder(3, 3).build()}. */
  public static final class Builder extends ImageBuilder<Builder> {

    private int depthMultiplier = 1;

    /**
     * Stride 1, no padding, depth multiplier 1, bias, identity activation, {@link
     * Quantization#DEFAULT}.
     *
     * @param kernelSize height and width; 5x5 where left out
     */
    public Builder(int... kernelSize) {
      super(kernelSize);
    }

    /** Output channels of each input channel, at least 1. Default 1. */
    public Builder depthMultiplier(int depthMultiplier) {
      this.depthMultiplier = depthMultiplier;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * @throws IllegalArgumentException if kernel, stride, dilation or depth multiplier is less than
     *     1, nIn or padding is negative, padding is given in mode Same, the mode is Causal, nOut is
     *     given and is not nIn · depthMultiplier, the format is not NCHW, or a quantiser is on the
     *     wrong side; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BinaryDepthwiseConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("BinaryDepthwiseConvolutionLayer", layerName);
      LayerInstances.validateNIn(settings, nIn);
      requireMultiplier(settings, depthMultiplier);
      if (nIn != 0 && nOut != 0) {
        requireOutputs(settings, nIn, nOut, depthMultiplier);
      }
      requireValid(settings);
      return new BinaryDepthwiseConvolutionLayer(this);
    }
  }
}
