package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** Makes stages of a network's layers of bits. */
final class StackBuilder {

  private final NetworkParts parts;
  private final PackedOptions options;
  private final Noise coins;
  private final WorkingSpace space;
  private final Kernels kernels = KernelSelection.ofProperty().kernels();
  private final List<PackedStage> stages = new ArrayList<>();
  private TensorType type;

  StackBuilder(NetworkParts parts, PackedOptions options, Noise coins, WorkingSpace space) {
    this.parts = parts;
    this.options = options;
    this.coins = coins;
    this.space = space;
  }

  /**
   * The stages, with fair bits.
   *
   * @throws IllegalArgumentException naming the layer that is not as it must be
   */
  PackedStack build() {
    type = firstType();
    for (int i = parts.first(); i < parts.end(); i++) {
      Layer conf = parts.layer(i);
      requirePlainPreprocessor(i, conf);
      PackedStage stage =
          conf instanceof SubsamplingLayer pooling ? pooling(pooling) : layer(conf, i);
      stages.add(stage);
      type = stage.output();
    }
    return new PackedStack(stages);
  }

  private TensorType firstType() {
    Layer conf = parts.layer(parts.first());
    if (!(conf instanceof BooleanConvolutionLayer)) {
      return new TensorType(
          ElementType.BIT_01, 1, 1, Math.toIntExact(((FeedForwardLayer) conf).getNIn()));
    }
    InputType input = options.inputType().orElseGet(() -> inferred(conf));
    if (parts.first() > 0) {
      input = parts.conf().getLayerActivationTypes(input).get(parts.first() - 1);
    }
    if (input instanceof InputType.InputTypeConvolutional map) {
      return map(map.getHeight(), map.getWidth(), map.getChannels());
    }
    if (input instanceof InputType.InputTypeConvolutionalFlat map) {
      return map(map.getHeight(), map.getWidth(), map.getDepth());
    }
    throw new IllegalArgumentException(
        NetworkParts.settings(conf)
            .message("the type of its input", input, "maps", "set the network's input type"));
  }

  private static TensorType map(long height, long width, long channels) {
    return new TensorType(
        ElementType.BIT_01,
        Math.toIntExact(height),
        Math.toIntExact(width),
        Math.toIntExact(channels));
  }

  private InputType inferred(Layer conf) {
    if (parts.conf().getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor maps) {
      return InputType.convolutionalFlat(
          maps.getInputHeight(), maps.getInputWidth(), maps.getNumChannels());
    }
    throw new IllegalArgumentException(
        NetworkParts.settings(conf)
            .message(
                "the height and width of its input",
                "unknown",
                "a number",
                "use PackedOptions.withInputType(InputType.convolutional(height, width, channels))"));
  }

  /** Flattening and its inverse change no order of values. */
  private void requirePlainPreprocessor(int index, Layer conf) {
    Object found = parts.conf().getInputPreProcess(index);
    NetworkParts.settings(conf)
        .require(
            found == null
                || found instanceof CnnToFeedForwardPreProcessor
                || (found instanceof FeedForwardToCnnPreProcessor && index == parts.first()),
            "its preprocessor",
            found,
            "none, or one that flattens",
            "train this network by Deeplearning4j itself");
  }

  private PackedLayer layer(Layer conf, int index) {
    FeedForwardLayer layer = (FeedForwardLayer) conf;
    BooleanLayer bits = (BooleanLayer) conf;
    LayerSettings settings = NetworkParts.settings(conf);
    settings.require(
        layer.getActivationFn() instanceof BooleanActivation,
        "activation",
        layer.getActivationFn(),
        "BooleanActivation",
        "packed training takes bits from layer to layer");
    settings.require(
        layer.getGradientNormalization() == null
            || layer.getGradientNormalization() == GradientNormalization.None,
        "gradientNormalization",
        layer.getGradientNormalization(),
        "none",
        "packed training has no array of all gradients");
    bits.requireTrainable(parts.conf().getDataType());
    LayerShape shape = shape(layer, settings);
    settings.require(
        shape.fanIn() == bits.fanIn(),
        "the number of inputs of one output",
        bits.fanIn(),
        Integer.toString(shape.fanIn()),
        "set nIn, or the network's input type");
    Noise ofLayer = coins.with(index);
    FlipUpdater rule = (FlipUpdater) layer.getIUpdater();
    settings.require(
        rule.accumulators() == AccumulatorType.FLOAT
            || rule.accumulators() == options.accumulators(),
        "its updater's type of accumulators",
        rule.accumulators(),
        "that of the options, " + options.accumulators(),
        "use PackedOptions.withAccumulators(..)");
    return new PackedLayer(
        shape,
        new BooleanSettings(
            name(conf, index),
            ((BooleanActivation) layer.getActivationFn()).threshold(),
            bits.signalDomain(),
            options.signalBits(),
            bits.signalScale()),
        new PackedParameter(
            rule,
            options.accumulators(),
            shape.weights(),
            ofLayer.with(0),
            rule.rounding(name(conf, index), DefaultParamInitializer.WEIGHT_KEY),
            shape.order()),
        bits.hasBias()
            ? new PackedParameter(
                rule,
                options.accumulators(),
                shape.outputs(),
                ofLayer.with(1),
                rule.rounding(name(conf, index), DefaultParamInitializer.BIAS_KEY),
                BitOrder.SAME)
            : null,
        kernels,
        space);
  }

  private static String name(Layer conf, int index) {
    return conf.getLayerName() == null ? "layer" + index : conf.getLayerName();
  }

  private LayerShape shape(FeedForwardLayer layer, LayerSettings settings) {
    int outputs = Math.toIntExact(layer.getNOut());
    if (!(layer instanceof BooleanConvolutionLayer conf)) {
      return new LayerShape(type, Window.covering(type), outputs, true);
    }
    int[] padding = conf.getPadding();
    int[] kernel = conf.getKernelSize();
    conf.requireFit(type.height(), type.width());
    requireLess(settings, padding, kernel);
    Window window = window(conf.getConvolutionMode(), kernel, conf.getStride(), padding);
    return new LayerShape(type, window, outputs, false);
  }

  private static void requireLess(LayerSettings settings, int[] padding, int[] kernel) {
    settings.require(
        padding[0] < kernel[0] && padding[1] < kernel[1],
        "padding",
        padding[0] + "x" + padding[1],
        "less than the kernel",
        "placements outside of the map see nothing");
  }

  private PackedPooling pooling(SubsamplingLayer conf) {
    LayerSettings settings = NetworkParts.settings(conf);
    int[] dilation = conf.getDilation();
    settings.require(
        dilation[0] == 1 && dilation[1] == 1, "dilation", dilation[0], "1", "leave it out");
    requireLess(settings, conf.getPadding(), conf.getKernelSize());
    // Deeplearning4j's own refusal of windows that do not fit the map.
    conf.getOutputType(0, InputType.convolutional(type.height(), type.width(), type.channels()));
    return new PackedPooling(
        settings.layerName(),
        type,
        window(
            conf.getConvolutionMode(), conf.getKernelSize(), conf.getStride(), conf.getPadding()),
        space);
  }

  private Window window(ConvolutionMode mode, int[] kernel, int[] stride, int[] padding) {
    boolean same = mode == ConvolutionMode.Same;
    int vertical = same ? missing(type.height(), kernel[0], stride[0]) : 2 * padding[0];
    int horizontal = same ? missing(type.width(), kernel[1], stride[1]) : 2 * padding[1];
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        1,
        1,
        vertical / 2,
        vertical - vertical / 2,
        horizontal / 2,
        horizontal - horizontal / 2);
  }

  /** Padding in mode Same. */
  private static int missing(int size, int kernel, int stride) {
    int outputs = (size + stride - 1) / stride;
    return Math.max(0, (outputs - 1) * stride + kernel - size);
  }
}
