package io.dl4jcompact.quant;

import io.dl4jcompact.core.GroupedParamInitializer;
import io.dl4jcompact.core.GroupedWeights;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.QuantizedMemory;
import io.dl4jcompact.core.WindowFit;
import io.dl4jcompact.quant.layers.QuantizedConvolutionLayerImpl;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
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
 * A 2-D convolution whose input and weights are integers of 2 to 8 bits; kernel, stride, padding,
 * dilation and convolution mode as in Deeplearning4j's {@code ConvolutionLayer}.
 *
 * <pre> out = f((Σ (q_x - z_x)(q_w - z_w)) · s_x·s_w + b) </pre>
 *
 * <p>Shapes: x [minibatch, nIn, inH, inW], W [nOut, nIn / groups, kH, kW], b [nOut], out
 * [minibatch, nOut, outH, outW]. Padding adds the number 0, whose integer is z_x. All else is as in
 * {@link QuantizedDenseLayer}; NHWC is refused.
 *
 * <p>Channels may be split into groups of neighbours: with m = nOut / groups, output n sees the
 * input channels of group ⌊n / m⌋ alone. As many groups as input channels make a depthwise
 * convolution of multiplier m.
 */
public final class QuantizedConvolutionLayer extends ConvolutionLayer
    implements QuantizedOperator, GroupedWeights {

  @JsonProperty private int groups = 1;
  @JsonProperty private LayerQuantization quantization = LayerQuantization.DEFAULT;

  private QuantizedConvolutionLayer() {}

  private QuantizedConvolutionLayer(Builder builder) {
    super(builder);
    groups = builder.groups;
    quantization = builder.quantization;
  }

  @Override
  public LayerQuantization quantization() {
    return quantization;
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

  /** Asked for before the layer is made, so that a file's groups are not known to be good. */
  private long inputsOfGroup() {
    GroupedWeights.requireGroup(LayerInstances.settings(this), groups);
    return nIn / groups;
  }

  @Override
  public ParamInitializer initializer() {
    // Null while Deeplearning4j's constructors run, which come before this class's.
    ParamInitializer base = GroupedParamInitializer.getInstance();
    return quantization == null ? base : new QuantizedParamInitializer(base);
  }

  /** {@code NoOp} for the observer's state, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return QuantizedParamInitializer.isState(paramName)
        ? new NoOp()
        : super.getUpdaterByParam(paramName);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.validateKnownSizes(settings, nIn, nOut);
    // Again: the mode may be the network's, and a file may hold anything.
    requireWindow(settings);
    GroupedWeights.requireGroups(settings, groups, nIn, nOut);
    quantization.validate(settings);
    QuantizedConvolutionLayerImpl layer = new QuantizedConvolutionLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
  }

  private void requireWindow(LayerSettings settings) {
    WindowFit.requireImageWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
  }

  /**
   * Refuses an input that the window does not fit.
   *
   * @throws IllegalArgumentException naming the layer
   */
  public void requireFit(long height, long width) {
    LayerSettings settings = LayerInstances.settings(this);
    window(0, "rows").require(settings, height);
    window(1, "columns").require(settings, width);
  }

  private WindowFit window(int axis, String things) {
    return new WindowFit(
        kernelSize[axis], stride[axis], dilation[axis], padding[axis], convolutionMode, things);
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   * @throws IllegalArgumentException if the input type is NHWC, or the groups do not divide its
   *     channels
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    super.setNIn(inputType, override);
    LayerInstances.requireSameNIn(this, configured, inputType);
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
    GroupedWeights.requireGroups(settings, groups, nIn, nOut);
  }

  /**
   * @throws IllegalStateException if the input type is no image
   */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    if (!(inputType instanceof InputType.InputTypeConvolutional
        || inputType instanceof InputType.InputTypeConvolutionalFlat)) {
      throw new IllegalStateException(
          LayerInstances.settings(this)
              .message(
                  "input type",
                  inputType,
                  "images",
                  "use InputType.convolutional(height, width, channels)"));
    }
    return super.getPreProcessorForInputType(inputType);
  }

  /**
   * @throws IllegalArgumentException if the window does not fit the map and its padding, or the
   *     network's convolution mode does not fit the layer
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    requireWindow(LayerInstances.settings(this));
    if (inputType instanceof InputType.InputTypeConvolutional map) {
      requireFit(map.getHeight(), map.getWidth());
    }
    return super.getOutputType(layerIndex, inputType);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return QuantizedMemory.added(
        super.getMemoryReport(inputType),
        getClass(),
        nOut * fanIn(),
        inputType.arrayElementsPerExample());
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && groups == ((QuantizedConvolutionLayer) other).groups
        && quantization.equals(((QuantizedConvolutionLayer) other).quantization);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof QuantizedConvolutionLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), groups, quantization);
  }

  @Override
  public String toString() {
    return "QuantizedConvolutionLayer(%s, groups=%d, %s)"
        .formatted(super.toString(), groups, quantization);
  }

  /** {@code new QuantizedConvolutionLayer.Builder(3, 3).nOut(64).build()}. */
  public static final class Builder extends BaseConvBuilder<Builder> {

    private int groups = 1;
    private LayerQuantization quantization = LayerQuantization.DEFAULT;
    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

    /**
     * Stride 1, no padding, one group, bias, identity activation, {@link
     * LayerQuantization#DEFAULT}.
     *
     * @param kernelSize height and width; 5x5 where left out
     */
    public Builder(int... kernelSize) {
      setActivationFn(new ActivationIdentity());
      if (kernelSize.length > 0) {
        setKernelSize(kernelSize);
      }
    }

    /**
     * Number of groups that channels are split into; must divide nIn and nOut. Default 1, every
     * output sees all input channels.
     */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    /** Bits of input and weights, 2..8. Default 8. */
    public Builder bits(int bits) {
      quantization = quantization.withBits(bits);
      return this;
    }

    /** Of x. Default {@link QuantizationScheme#INPUT}. */
    public Builder inputScheme(QuantizationScheme scheme) {
      quantization = quantization.withInput(scheme);
      return this;
    }

    /** Of W. Default {@link QuantizationScheme#WEIGHTS}. */
    public Builder weightScheme(QuantizationScheme scheme) {
      quantization = quantization.withWeights(scheme);
      return this;
    }

    /** Of the gradient in the backward pass's products. Default {@link BackwardScheme#NONE}. */
    public Builder backward(BackwardScheme scheme) {
      quantization = quantization.withBackward(scheme);
      return this;
    }

    /** Layout of images. Only NCHW is supported; {@code build} refuses others. */
    public Builder dataFormat(CNN2DFormat format) {
      dataFormat = Objects.requireNonNull(format, "format");
      return this;
    }

    /** Not Deeplearning4j's refusal but ours, which names the layer. */
    @Override
    protected boolean allowCausal() {
      return true;
    }

    /**
     * @throws IllegalArgumentException if nOut, kernel, stride, dilation or groups is less than 1,
     *     nIn or padding is negative, padding is given in mode Same, the mode is Causal, groups do
     *     not divide nOut or a given nIn, the format is not NCHW, or a scheme cannot be, see {@link
     *     LayerQuantization#validate}; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public QuantizedConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("QuantizedConvolutionLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      WindowFit.requireImageWindow(
          settings, kernelSize, stride, dilation, padding, convolutionMode);
      LayerInstances.requireNchw(settings, dataFormat);
      GroupedWeights.requireGroups(settings, groups, nIn, nOut);
      quantization.validate(settings);
      return new QuantizedConvolutionLayer(this);
    }
  }
}
