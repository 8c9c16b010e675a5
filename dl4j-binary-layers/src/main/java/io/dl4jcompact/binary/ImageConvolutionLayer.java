package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.QuantizedMemory;
import io.dl4jcompact.core.WindowFit;
import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;

/** What the configurations of quantised convolutions over height and width have in common. */
abstract class ImageConvolutionLayer extends LatentConvolutionLayer {

  /** For Jackson. */
  ImageConvolutionLayer() {}

  ImageConvolutionLayer(ImageBuilder<?> builder) {
    super(builder);
  }

  /**
   * Called as soon as nIn is known.
   *
   * @throws IllegalArgumentException if the layer cannot have so many input channels
   */
  abstract void channelsKnown(LayerSettings settings);

  @Override
  void requireValid(LayerSettings settings) {
    WindowFit.requireImageWindow(settings, kernelSize, stride, dilation, padding, convolutionMode);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   * @throws IllegalArgumentException if the input type is NHWC, or has a number of channels that
   *     the layer cannot have
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    super.setNIn(inputType, override);
    LayerInstances.requireSameNIn(this, configured, inputType);
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.requireNchw(settings, getCnn2dDataFormat());
    channelsKnown(settings);
  }

  /**
   * @throws IllegalStateException if the input type is no image
   */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    requireImages(LayerInstances.settings(this), inputType);
    return super.getPreProcessorForInputType(inputType);
  }

  /** Refuses an input type that is no image; Boolean convolutions do, too. */
  static void requireImages(LayerSettings settings, InputType inputType) {
    if (!(inputType instanceof InputType.InputTypeConvolutional
        || inputType instanceof InputType.InputTypeConvolutionalFlat)) {
      throw new IllegalStateException(
          settings.message(
              "input type",
              inputType,
              "images",
              "use InputType.convolutional(height, width, channels), or a"
                  + " BinaryConvolution1DLayer for sequences"));
    }
  }

  /**
   * @throws IllegalArgumentException if the window does not fit the map and its padding, or the
   *     network's convolution mode does not fit the layer
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    WindowFit.requireImageWindow(
        LayerInstances.settings(this), kernelSize, stride, dilation, padding, convolutionMode);
    if (inputType instanceof InputType.InputTypeConvolutional map) {
      requireFit(map.getHeight(), map.getWidth());
    }
    return super.getOutputType(layerIndex, inputType);
  }

  @Override
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
    return QuantizedMemory.added(
        super.getMemoryReport(inputType),
        getClass(),
        nOut * fanIn(),
        inputType.arrayElementsPerExample());
  }

  /**
   * What the builders of these layers have in common.
   *
   * @param <T> the builder
   */
  abstract static class ImageBuilder<T extends ImageBuilder<T>> extends QuantizedBuilder<T> {

    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

    /**
     * @param kernelSize height and width; 5x5 where left out
     */
    ImageBuilder(int... kernelSize) {
      if (kernelSize.length > 0) {
        setKernelSize(kernelSize);
      }
    }

    /** Layout of images. Only NCHW is supported; {@code build} refuses others. */
    public T dataFormat(CNN2DFormat format) {
      dataFormat = Objects.requireNonNull(format, "format");
      return self();
    }

    /** Not Deeplearning4j's refusal but ours, which names the layer. */
    @Override
    protected boolean allowCausal() {
      return true;
    }

    /** Refuses a window, a format or quantisers that cannot be. */
    void requireValid(LayerSettings settings) {
      WindowFit.requireImageWindow(
          settings, kernelSize, stride, dilation, padding, convolutionMode);
      LayerInstances.requireNchw(settings, dataFormat);
      quantization().validate(settings);
    }
  }
}
