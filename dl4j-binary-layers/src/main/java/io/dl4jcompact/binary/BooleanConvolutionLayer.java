package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.layers.BooleanConvolutionLayerImpl;
import io.dl4jcompact.binary.params.BooleanConvolutionParamInitializer;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.WindowFit;
import java.util.Collection;
import java.util.List;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A 2-D convolution whose parameters are bits; {@link BooleanLayer} says what it computes for each
 * window.
 *
 * <p>Shapes: x [minibatch, nIn, inH, inW], W [nOut, nIn, kH, kW], b [nOut], out [minibatch, nOut,
 * outH, outW]. Kernel, stride, padding and convolution mode are as in Deeplearning4j's {@code
 * ConvolutionLayer}; dilation and NHWC are refused. Padding adds bits 0, or the number 0 to a real
 * input. The factor of the signal that is passed on is √(2v / (nOut·kH·kW)) with v the product of
 * the strides, and twice that under {@link Builder#maxPoolingFollows}.
 *
 * <p>Activation, updater, start and regularisation are as in {@link BooleanDenseLayer}.
 */
public final class BooleanConvolutionLayer extends ConvolutionLayer implements BooleanLayer {

  @JsonProperty private Domain inputDomain = Domain.BOOLEAN;
  @JsonProperty private Domain signalDomain = Domain.REAL;
  @JsonProperty private boolean maxPoolingFollows;
  // Null but between a reset, as by transfer learning, and the next updater; not saved.
  private transient IUpdater resetRule;

  private BooleanConvolutionLayer() {}

  private BooleanConvolutionLayer(Builder builder) {
    super(builder);
    inputDomain = builder.inputDomain;
    signalDomain = builder.signalDomain;
    maxPoolingFollows = builder.maxPoolingFollows;
  }

  @Override
  public Domain inputDomain() {
    return inputDomain;
  }

  @Override
  public Domain signalDomain() {
    return signalDomain;
  }

  @Override
  public long fanIn() {
    return nIn * kernelSize[0] * kernelSize[1];
  }

  @Override
  public double signalScale() {
    double strides = (double) stride[0] * stride[1];
    double taps = (double) nOut * kernelSize[0] * kernelSize[1];
    return (maxPoolingFollows ? 2 : 1) * Math.sqrt(2 * strides / taps);
  }

  @Override
  public void requireTrainable(DataType dataType) {
    BitParameters.requireValid(this, dataType);
  }

  @Override
  public ParamInitializer initializer() {
    return BooleanConvolutionParamInitializer.getInstance();
  }

  /** Takes the place of a {@link FlipUpdater} only if it is one. */
  @Override
  public void setIUpdater(IUpdater updater) {
    IUpdater present = getIUpdater() == null ? resetRule : getIUpdater();
    super.setIUpdater(BitParameters.chosen(present, updater));
    resetRule = null;
  }

  /** Resets all; the rule of the bits is taken up again if the next updater flips none. */
  @Override
  public void resetLayerDefaultConfig() {
    IUpdater rule = getIUpdater();
    super.resetLayerDefaultConfig();
    resetRule = rule;
  }

  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return BitParameters.updater(this, paramName);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String paramName) {
    return BitParameters.regularization();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    requireTrainable(dataType);
    BitParameters.requireDescent(this, conf);
    // Again: the mode may be the network's, and a file may hold anything.
    requireWindow();
    BooleanConvolutionLayerImpl layer = new BooleanConvolutionLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
  }

  private void requireWindow() {
    LayerSettings settings = LayerInstances.settings(this);
    WindowFit.requireImageWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
    requireDense(settings, dilation);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
  }

  private static void requireDense(LayerSettings settings, int[] dilation) {
    settings.require(
        dilation[0] == 1 && dilation[1] == 1,
        "dilation",
        dilation[0] + "x" + dilation[1],
        "1x1",
        "leave .dilation(..) out");
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
    LayerInstances.requireNchw(LayerInstances.settings(this), getCnn2dDataFormat());
  }

  /**
   * @throws IllegalStateException if the input type is no image
   */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    ImageConvolutionLayer.requireImages(LayerInstances.settings(this), inputType);
    return super.getPreProcessorForInputType(inputType);
  }

  /**
   * @throws IllegalArgumentException if the window does not fit the map and its padding, or the
   *     network's convolution mode does not fit the layer
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    requireWindow();
    if (inputType instanceof InputType.InputTypeConvolutional map) {
      requireFit(map.getHeight(), map.getWidth());
    }
    return super.getOutputType(layerIndex, inputType);
  }

  /**
   * Refuses a map that the window does not fit.
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

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return BitParameters.memory(this, inputType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && inputDomain == ((BooleanConvolutionLayer) other).inputDomain
        && signalDomain == ((BooleanConvolutionLayer) other).signalDomain
        && maxPoolingFollows == ((BooleanConvolutionLayer) other).maxPoolingFollows;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof BooleanConvolutionLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputDomain, signalDomain, maxPoolingFollows);
  }

  @Override
  public String toString() {
    return "BooleanConvolutionLayer(%s, input=%s, signal=%s, maxPoolingFollows=%s)"
        .formatted(super.toString(), inputDomain, signalDomain, maxPoolingFollows);
  }

  /**
   * {@code new BooleanConvolutionLayer.Builder(3, 3).nOut(64).updater(new SignFlip(12)).build()}.
   */
  public static final class Builder extends BaseConvBuilder<Builder> {

    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;
    private Domain inputDomain = Domain.BOOLEAN;
    private Domain signalDomain = Domain.REAL;
    private boolean maxPoolingFollows;

    /**
     * Stride 1, no padding, bias, Boolean input, real signal, {@link BooleanActivation} with τ = 0.
     *
     * @param kernelSize height and width; 5x5 where left out
     */
    public Builder(int... kernelSize) {
      if (kernelSize.length > 0) {
        setKernelSize(kernelSize);
      }
      setActivationFn(new BooleanActivation());
    }

    /** The values of x. Default BOOLEAN; other numbers than 0 and 1 are then refused. */
    public Builder input(Domain domain) {
      inputDomain = Objects.requireNonNull(domain, "domain");
      return this;
    }

    /** The values of the signal that the layer uses. Default REAL. */
    public Builder signal(Domain domain) {
      signalDomain = Objects.requireNonNull(domain, "domain");
      return this;
    }

    /**
     * Whether a max-pooling of 2x2 comes next, which lets a quarter of the signals through: what is
     * passed on is then doubled. Default false.
     */
    public Builder maxPoolingFollows(boolean follows) {
      maxPoolingFollows = follows;
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
     * @throws IllegalArgumentException if nOut, kernel or stride is less than 1, nIn or padding is
     *     negative, padding is given in mode Same, the mode is Causal, there is a dilation, the
     *     format is not NCHW, or the layer's updater flips no bits; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BooleanConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("BooleanConvolutionLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      WindowFit.requireImageWindow(
          settings, kernelSize, stride, dilation, padding, convolutionMode);
      requireDense(settings, dilation);
      LayerInstances.requireNchw(settings, dataFormat);
      BitParameters.requireFlipsOrNone(settings, iupdater);
      return new BooleanConvolutionLayer(this);
    }
  }
}
