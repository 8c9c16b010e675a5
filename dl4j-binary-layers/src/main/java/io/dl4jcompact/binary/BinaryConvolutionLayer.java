package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.BinaryConvolutionLayerImpl;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A 2-D convolution with quantised input and weights; kernel, stride, padding, dilation and
 * convolution mode as in Deeplearning4j's {@code ConvolutionLayer}.
 *
 * <pre> out = f(α ⊙ (q_x(x) * q_w(W)) + b) </pre>
 *
 * <p>Shapes: x [minibatch, nIn, inH, inW], W [nOut, nIn, kH, kW], b and α [nOut], out [minibatch,
 * nOut, outH, outW]. Padding adds zeros to the quantised input, also where that is -1 or +1; to a
 * step with a {@link LevelQuantizer} it adds the lower level, as 0 is of {0, 1}. Latent weights,
 * dropout and weight noise are as in {@link BinaryDenseLayer}, and so is the activation function:
 * the identity unless the layer's own builder sets one. NHWC is refused.
 */
public final class BinaryConvolutionLayer extends ConvolutionLayer implements QuantizedLayer {

  @JsonProperty private Quantization quantization = Quantization.DEFAULT;

  private BinaryConvolutionLayer() {}

  private BinaryConvolutionLayer(Builder builder) {
    super(builder);
    quantization = builder.quantization;
  }

  @Override
  public Quantization quantization() {
    return quantization;
  }

  @Override
  public ParamInitializer initializer() {
    return RunningThreshold.behind(super.initializer(), quantization);
  }

  /** {@code NoOp} for a running threshold, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return paramName.equals(RunningThreshold.KEY) ? new NoOp() : super.getUpdaterByParam(paramName);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerInstances.requireValid(this);
    LayerSettings settings = LayerInstances.settings(this);
    // Again: the mode may be the network's, and a file may hold anything.
    requireWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
    requireNchw(settings, getCnn2dDataFormat());
    BinaryConvolutionLayerImpl layer = new BinaryConvolutionLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   * @throws IllegalArgumentException if the input type is NHWC
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    super.setNIn(inputType, override);
    LayerInstances.requireSameNIn(this, configured, inputType);
    requireNchw(LayerInstances.settings(this), getCnn2dDataFormat());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return QuantizedMemory.added(
        super.getMemoryReport(inputType),
        BinaryConvolutionLayer.class,
        nIn * nOut * kernelSize[0] * kernelSize[1],
        inputType.arrayElementsPerExample());
  }

  private static void requireWindow(
      LayerSettings settings,
      int[] kernelSize,
      int[] stride,
      int[] dilation,
      int[] padding,
      ConvolutionMode mode) {
    settings.pairAtLeast(1, "kernelSize", kernelSize, "set .kernelSize(height, width)");
    settings.pairAtLeast(1, "stride", stride, "set .stride(height, width)");
    settings.pairAtLeast(1, "dilation", dilation, "leave .dilation(..) out for no dilation");
    settings.pairAtLeast(0, "padding", padding, "leave .padding(..) out for no padding");
    settings.require(
        mode != ConvolutionMode.Same || (padding[0] == 0 && padding[1] == 0),
        "padding",
        padding[0] + "x" + padding[1],
        "0x0 in convolution mode Same, which pads by itself",
        "leave .padding(..) or .convolutionMode(..) out, here and in the network's settings");
  }

  private static void requireNchw(LayerSettings settings, CNN2DFormat format) {
    settings.require(
        format == CNN2DFormat.NCHW,
        "data format",
        format,
        "NCHW",
        "permute images to [minibatch, channels, height, width] and use"
            + " InputType.convolutional(height, width, channels)");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryConvolutionLayer that
        && super.equals(that)
        && quantization.equals(that.quantization);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof BinaryConvolutionLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), quantization);
  }

  @Override
  public String toString() {
    return "BinaryConvolutionLayer(%s, %s)".formatted(super.toString(), quantization);
  }

  /** {@code new BinaryConvolutionLayer.Builder(3, 3).nOut(64).build()}. */
  public static final class Builder extends BaseConvBuilder<Builder> {

    private Quantization quantization = Quantization.DEFAULT;
    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

    /**
     * Stride 1, no padding, bias, identity activation, {@link Quantization#DEFAULT}.
     *
     * @param kernelSize height and width; 5x5 where left out
     */
    public Builder(int... kernelSize) {
      if (kernelSize.length > 0) {
        setKernelSize(kernelSize);
      }
      setActivationFn(new ActivationIdentity());
    }

    /**
     * Quantiser of x. Default {@code step(0.0, clipped)}; {@code Identity} for float inputs. A
     * stochastic one repeats as {@link QuantizerOps#quantizeTraining} says. A dynamic one computes
     * its threshold from all elements of x, after dropout; the layer then has a parameter more, the
     * running threshold "inputThreshold", which no gradient changes. A {@link LevelQuantizer}
     * around any of them gives other values than 0 and 1, or ±v.
     */
    public Builder inputQuantizer(Quantizer quantizer) {
      quantization = quantization.withInput(quantizer);
      return this;
    }

    /**
     * Quantiser of W. Default {@code sign(0.0, clipped)}; {@code Identity} for float weights; a
     * {@link LevelQuantizer} of a sign for ±v.
     */
    public Builder weightQuantizer(Quantizer quantizer) {
      quantization = quantization.withWeights(quantizer);
      return this;
    }

    /** Whether output channel n is multiplied by α_n = mean |W_n|. Default false. */
    public Builder weightScale(boolean weightScale) {
      quantization = quantization.withWeightScale(weightScale);
      return this;
    }

    /** Layout of images. Only NCHW is supported; {@link #build} refuses others. */
    public Builder dataFormat(CNN2DFormat format) {
      dataFormat = Objects.requireNonNull(format, "format");
      return this;
    }

    @Override
    protected boolean allowCausal() {
      return false;
    }

    /**
     * @throws IllegalArgumentException if nOut, kernel, stride or dilation is less than 1, nIn or
     *     padding is negative, padding is given in mode Same, the format is not NCHW, or a
     *     quantiser is on the wrong side; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BinaryConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("BinaryConvolutionLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      requireWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
      requireNchw(settings, dataFormat);
      quantization.validate(settings);
      return new BinaryConvolutionLayer(this);
    }
  }
}
