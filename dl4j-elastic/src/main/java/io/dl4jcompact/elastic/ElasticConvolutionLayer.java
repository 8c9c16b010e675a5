package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.WindowFit;
import io.dl4jcompact.elastic.layers.ActiveKernel;
import io.dl4jcompact.elastic.layers.Box;
import io.dl4jcompact.elastic.layers.ElasticConvolutionLayerImpl;
import io.dl4jcompact.elastic.params.ElasticConvolutionParamInitializer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A 2-D convolution of which the first output channels alone may be computed, with the centre of
 * its kernels, from the input channels that arrive.
 *
 * <pre> out = f(x * W[:w, :e, c:c+k, c:c+k] + b[:w])        c = (K - k) / 2 </pre>
 *
 * <p>Shapes: x [minibatch, e, inH, inW] with e of 1 to nIn, W [nOut, nIn, K, K], b [nOut], out
 * [minibatch, w, outH, outW]; outH and outW do not depend on k: padding shrinks with the kernel. At
 * full size this is Deeplearning4j's {@code ConvolutionLayer}. A skipped layer hands on what it is
 * given. NHWC is refused.
 *
 * <p>With a kernel transformation the centre of a kernel, as a vector of k · k values, is
 * multiplied by a learned matrix "T3" (for k = 3) [k · k, k · k] that all channels share and that
 * begins as the identity; a kernel two steps smaller is made of the one between. It has no l1, l2
 * and weight decay. Constraints act on the whole parameters.
 *
 * @see <a href="https://arxiv.org/abs/1908.09791">Cai et al. 2019, Once-for-All, section 3.2</a>
 */
public final class ElasticConvolutionLayer extends ConvolutionLayer implements ElasticLayer {

  private static final String[] OWN = {"widths", "kernels", "kernelTransform", "skippable"};

  @JsonProperty private int[] widths = {};
  @JsonProperty private int[] kernels = {};
  @JsonProperty private boolean kernelTransform;
  @JsonProperty private boolean skippable;

  private ElasticConvolutionLayer() {}

  private ElasticConvolutionLayer(Builder builder) {
    super(builder);
    widths = builder.widths;
    kernels = builder.kernels;
    kernelTransform = builder.kernelTransform;
    skippable = builder.skippable;
  }

  @Override
  public Map<Dimension, int[]> choices() {
    Map<Dimension, int[]> choices =
        Choices.of(Dimension.WIDTH, Choices.upTo(nOut, widths), skippable);
    Choices.put(choices, Dimension.KERNEL, kernels);
    return choices;
  }

  /** The sizes of kernels that have a transformation of their own, ascending. */
  public int[] transformedKernels() {
    return kernelTransform && kernels.length > 1
        ? Arrays.copyOf(kernels, kernels.length - 1)
        : new int[0];
  }

  /**
   * Deeplearning4j's layer with a smaller kernel at the same place.
   *
   * @param kernel one of the permitted sizes
   */
  public ConvolutionLayer ordinary(long inputs, long outputs, int kernel) {
    OrdinaryForm form = OrdinaryForm.of(this, ConvolutionLayer.class, OWN);
    if (kernel < kernelSize[0]) {
      int[] smaller = padding.clone();
      for (int axis = 0; axis < smaller.length; axis++) {
        smaller[axis] = Math.max(0, padding[axis] - shrinkage(axis, kernel));
      }
      form.with("kernelSize", new int[] {kernel, kernel}).with("padding", smaller);
    }
    return (ConvolutionLayer) form.layer(inputs, outputs);
  }

  private int shrinkage(int axis, int kernel) {
    return dilation[axis] * (kernelSize[axis] - kernel) / 2;
  }

  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    int outputs = sizes.getOrDefault(Dimension.WIDTH, Math.toIntExact(nOut));
    int kernel = sizes.getOrDefault(Dimension.KERNEL, kernelSize[0]);
    Map<String, INDArray> slices = new HashMap<>();
    slices.put(
        ConvolutionParamInitializer.WEIGHT_KEY,
        ActiveKernel.of(this, kernel).weights(parameters, outputs, inputs));
    if (hasBias()) {
      String biases = ConvolutionParamInitializer.BIAS_KEY;
      slices.put(biases, Box.first(outputs).of(parameters.get(biases)));
    }
    return new Extracted(ordinary(inputs, outputs, kernel), slices);
  }

  @Override
  public ParamInitializer initializer() {
    return ElasticConvolutionParamInitializer.getInstance();
  }

  private void requireValid(LayerSettings settings) {
    WindowFit.requireImageWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
    if (convolutionMode != ConvolutionMode.Same && kernels.length > 0) {
      for (int axis = 0; axis < padding.length; axis++) {
        settings.require(
            padding[axis] >= shrinkage(axis, kernels[0]),
            "padding",
            padding[axis],
            "at least " + shrinkage(axis, kernels[0]) + ", which the smallest kernel gives up",
            "take more, or convolution mode Same");
      }
    }
    if (skippable) {
      for (int axis = 0; axis < padding.length; axis++) {
        boolean same = convolutionMode == ConvolutionMode.Same;
        boolean keeps = same || 2 * padding[axis] == dilation[axis] * (kernelSize[axis] - 1);
        settings.require(
            stride[axis] == 1 && keeps,
            "stride and padding",
            stride[axis] + " and " + padding[axis],
            "a map of the input's size, as the layer is skippable",
            "take stride 1 and convolution mode Same, or leave .skippable(true) out");
      }
    }
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
    requireValid(settings);
    Choices.requireSkippable(settings, skippable, nIn, nOut);
    return LayerInstances.configure(
        new ElasticConvolutionLayerImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    super.setNIn(inputType, override);
    LayerInstances.requireSameNIn(this, configured, inputType);
    LayerInstances.requireNchw(LayerInstances.settings(this), getCnn2dDataFormat());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    LayerMemoryReport report = super.getMemoryReport(inputType);
    report.setLayerType(ElasticConvolutionLayer.class);
    return report;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticConvolutionLayer that
        && super.equals(that)
        && Arrays.equals(widths, that.widths)
        && Arrays.equals(kernels, that.kernels)
        && kernelTransform == that.kernelTransform
        && skippable == that.skippable;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        Arrays.hashCode(widths),
        Arrays.hashCode(kernels),
        kernelTransform,
        skippable);
  }

  @Override
  public String toString() {
    return "ElasticConvolutionLayer(%s, widths=%s, kernels=%s, kernelTransform=%s, skippable=%s)"
        .formatted(
            super.toString(),
            Arrays.toString(widths),
            Arrays.toString(kernels),
            kernelTransform,
            skippable);
  }

  /** {@code new ElasticConvolutionLayer.Builder().nOut(64).kernelSizes(3, 5).build()}. */
  public static final class Builder extends BaseConvBuilder<Builder> {

    private int[] widths = {};
    private int[] kernels = {};
    private boolean kernelTransform;
    private boolean skippable;

    /**
     * @param kernelSize height and width at full size; 5x5, or what {@link #kernelSizes} says,
     *     where left out
     */
    public Builder(int... kernelSize) {
      if (kernelSize.length > 0) {
        setKernelSize(kernelSize);
      }
    }

    /** Permitted numbers of output channels, ascending, the last one nOut. Default: nOut only. */
    public Builder widths(int... widths) {
      this.widths = widths.clone();
      return this;
    }

    /**
     * Permitted heights and widths of a square kernel, ascending in steps of 2, 4 and so on; the
     * last one is the full kernel. Default: the full one only.
     */
    public Builder kernelSizes(int... kernels) {
      this.kernels = kernels.clone();
      if (kernels.length > 0) {
        int full = kernels[kernels.length - 1];
        setKernelSize(new int[] {full, full});
      }
      return this;
    }

    /** Whether smaller kernels are learned transformations of the centre. Default false. */
    public Builder kernelTransform(boolean kernelTransform) {
      this.kernelTransform = kernelTransform;
      return this;
    }

    /** Whether a subnet may leave the layer out; its output must have its input's shape. */
    public Builder skippable(boolean skippable) {
      this.skippable = skippable;
      return this;
    }

    /** Not Deeplearning4j's refusal but ours, which names the layer. */
    @Override
    protected boolean allowCausal() {
      return true;
    }

    /**
     * @throws IllegalArgumentException if sizes are not ascending or do not end in the full one, or
     *     kernels differ by odd numbers, or the window cannot be; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticConvolutionLayer build() {
      LayerSettings settings = new LayerSettings("ElasticConvolutionLayer", layerName);
      nOut = Choices.full(nOut, widths);
      LayerInstances.validateSizes(settings, nIn, nOut);
      Choices.requireFull(settings, "widths", nOut, widths);
      Choices.requireFull(settings, "kernelSizes", kernelSize[0], kernels);
      settings.require(
          Arrays.stream(kernels).allMatch(kernel -> (kernelSize[0] - kernel) % 2 == 0)
              && (kernels.length == 0 || kernelSize[0] == kernelSize[1]),
          "kernelSizes",
          Arrays.toString(kernels),
          "sizes that have the same centre",
          "take odd ones, as 3, 5, 7, or even ones");
      WindowFit.requireImageWindow(
          settings, kernelSize, stride, dilation, padding, convolutionMode);
      return new ElasticConvolutionLayer(this);
    }
  }
}
