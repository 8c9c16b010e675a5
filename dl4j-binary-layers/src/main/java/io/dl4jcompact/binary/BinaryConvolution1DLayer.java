package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.BinaryConvolution1DLayerImpl;
import io.dl4jcompact.core.GroupedWeights;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.QuantizedMemory;
import io.dl4jcompact.core.WindowFit;
import java.util.Objects;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.util.Convolution1DUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A convolution over time with quantised input and weights; kernel, stride, padding, dilation and
 * convolution mode as in Deeplearning4j's {@code Convolution1DLayer}. In mode {@code Causal} no
 * result sees a later time step than its own.
 *
 * <pre> out = f(α ⊙ (q_x(x) * q_w(W)) + b) </pre>
 *
 * <p>Shapes: x [minibatch, nIn, time], W [nOut, nIn / groups, kernel, 1], b and α [nOut], out
 * [minibatch, nOut, outTime]. All else, groups too, is as in {@link BinaryConvolutionLayer}. NWC is
 * refused.
 *
 * <p>Differs from {@code Convolution1DLayer}: that one computes with the numbers of W in the order
 * [kernel, nIn, nOut]; dropout, weight noise and dilation work, with oneDNN too. A mask is reduced
 * and handed on as there.
 */
public final class BinaryConvolution1DLayer extends LatentConvolutionLayer {

  @JsonProperty private int groups = 1;

  private BinaryConvolution1DLayer() {}

  private BinaryConvolution1DLayer(Builder builder) {
    super(builder);
    groups = builder.groups;
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public long[] weightShape() {
    return new long[] {nOut, inputsOfGroup(), kernelSize[0], 1};
  }

  @Override
  public long fanIn() {
    return inputsOfGroup() * kernelSize[0];
  }

  @Override
  BaseLayer<?> implementation(NeuralNetConfiguration conf, DataType dataType) {
    return new BinaryConvolution1DLayerImpl(conf, dataType);
  }

  @Override
  void requireValid(LayerSettings settings) {
    SequenceWindow.require(settings, kernelSize, stride, dilation, padding, convolutionMode);
    GroupedWeights.requireGroups(settings, groups, nIn, nOut);
  }

  private InputType.InputTypeRecurrent sequence(InputType inputType) {
    if (!(inputType instanceof InputType.InputTypeRecurrent)) {
      throw noSequence(inputType);
    }
    InputType.InputTypeRecurrent sequence = (InputType.InputTypeRecurrent) inputType;
    requireNcw(LayerInstances.settings(this), sequence.getFormat());
    return sequence;
  }

  private IllegalStateException noSequence(InputType inputType) {
    return new IllegalStateException(
        LayerInstances.settings(this)
            .message(
                "input type",
                inputType,
                "a sequence",
                "use InputType.recurrent(size, length), or a BinaryConvolutionLayer for images; put"
                    + " a CnnToRnnPreProcessor or a FeedForwardToRnnPreProcessor in front where"
                    + " each is a time step"));
  }

  private static void requireNcw(LayerSettings settings, RNNFormat format) {
    settings.require(
        format == RNNFormat.NCW,
        "data format",
        format,
        "NCW",
        "permute sequences to [minibatch, features, time] and use InputType.recurrent(size,"
            + " length)");
  }

  /**
   * @throws IllegalStateException if the input type is no sequence, or nIn was set to something
   *     else than it says
   * @throws IllegalArgumentException if it is NWC, or the groups do not divide its features
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    nIn = sequence(inputType).getSize();
    LayerInstances.requireSameNIn(this, configured, inputType);
    GroupedWeights.requireGroups(LayerInstances.settings(this), groups, nIn, nOut);
  }

  /**
   * @throws IllegalArgumentException if the window does not fit the sequence, or the network's
   *     convolution mode does not fit the layer's padding
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    SequenceWindow.require(
        LayerInstances.settings(this), kernelSize, stride, dilation, padding, convolutionMode);
    long length = sequence(inputType).getTimeSeriesLength();
    if (length < 0) {
      return InputType.recurrent(nOut, length, RNNFormat.NCW);
    }
    requireFit(length, 1);
    long outputs =
        Convolution1DUtils.getOutputSize(
            length, kernelSize[0], stride[0], padding[0], convolutionMode, dilation[0]);
    return InputType.recurrent(nOut, outputs, RNNFormat.NCW);
  }

  @Override
  public void requireFit(long height, long width) {
    new WindowFit(kernelSize[0], stride[0], dilation[0], padding[0], convolutionMode, "time steps")
        .require(LayerInstances.settings(this), height);
  }

  /**
   * Deeplearning4j takes images and vectors for time steps of a sequence, whose number it finds out
   * when they come: one, unless the network split a sequence into them.
   *
   * @throws IllegalStateException if the input type is no sequence, nor the vectors of one
   */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    boolean stepsOfSequence =
        inputType instanceof InputType.InputTypeFeedForward vectors
            && vectors.getTimeDistributedFormat() != null;
    if (!(inputType instanceof InputType.InputTypeRecurrent || stepsOfSequence)) {
      throw noSequence(inputType);
    }
    return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(
        inputType, RNNFormat.NCW, getLayerName());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long results = getOutputType(-1, inputType).arrayElementsPerExample() / nOut;
    return QuantizedMemory.of(this, inputType, nOut * fanIn(), results * nIn * kernelSize[0]);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && groups == ((BinaryConvolution1DLayer) other).groups;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), groups);
  }

  @Override
  public String toString() {
    return "%s, groups=%d".formatted(super.toString(), groups);
  }

  /** {@code new BinaryConvolution1DLayer.Builder(3).nOut(64).build()}. */
  public static final class Builder extends QuantizedBuilder<Builder> {

    private RNNFormat dataFormat = RNNFormat.NCW;
    private int groups = 1;

    /**
     * Stride 1, no padding, one group, bias, identity activation, {@link Quantization#DEFAULT}.
     *
     * @param kernelSize time steps that the window looks at
     */
    public Builder(int kernelSize) {
      this(kernelSize, 1);
    }

    /** As {@link #Builder(int)}. */
    public Builder(int kernelSize, int stride) {
      this(kernelSize, stride, 0);
    }

    /** As {@link #Builder(int)}. */
    public Builder(int kernelSize, int stride, int padding) {
      setKernelSize(kernelSize);
      setStride(stride);
      setPadding(padding);
    }

    /** Number of groups that channels are split into; must divide nIn and nOut. Default 1. */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    /** Layout of sequences. Only NCW is supported; {@link #build} refuses others. */
    public Builder rnnDataFormat(RNNFormat format) {
      dataFormat = Objects.requireNonNull(format, "format");
      return this;
    }

    @Override
    public void setKernelSize(int... kernelSize) {
      this.kernelSize = pair(kernelSize, 1);
    }

    @Override
    public void setStride(int... stride) {
      this.stride = pair(stride, 1);
    }

    @Override
    public void setPadding(int... padding) {
      this.padding = pair(padding, 0);
    }

    @Override
    public void setDilation(int... dilation) {
      this.dilation = pair(dilation, 1);
    }

    private static int[] pair(int[] values, int across) {
      return values.length == 1 ? new int[] {values[0], across} : values;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    protected boolean allowCausal() {
      return true;
    }

    /**
     * @throws IllegalArgumentException if nOut, kernel, stride, dilation or groups is less than 1,
     *     nIn or padding is negative, any of them has two values, padding is given in mode Same or
     *     Causal, groups do not divide nOut or a given nIn, the format is not NCW, or a quantiser
     *     is on the wrong side; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BinaryConvolution1DLayer build() {
      LayerSettings settings = new LayerSettings("BinaryConvolution1DLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      SequenceWindow.require(settings, kernelSize, stride, dilation, padding, convolutionMode);
      GroupedWeights.requireGroups(settings, groups, nIn, nOut);
      requireNcw(settings, dataFormat);
      quantization().validate(settings);
      return new BinaryConvolution1DLayer(this);
    }
  }
}
