package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Valid graphs of random operations that depend on nothing but a seed. */
final class SeededGraphs {

  private static final int MOST_ELEMENTS = 4096;

  private final RandomValues random;
  private final List<Node> nodes = new ArrayList<>();
  private final List<TensorType> types = new ArrayList<>();

  private SeededGraphs(long seed) {
    random = new RandomValues(seed);
  }

  static Graph graph(long seed) {
    return new SeededGraphs(seed).build();
  }

  private Graph build() {
    for (int i = random.between(1, 2); i > 0; i--) {
      add(input(), List.of());
    }
    for (int i = random.upTo(15); i > 0; i--) {
      int source = random.upTo(nodes.size() - 1);
      if (types.get(source).size() <= MOST_ELEMENTS) {
        extend(source);
      }
    }
    List<String> outputs = new ArrayList<>();
    outputs.add(nodes.get(0).name());
    for (int i = 1; i < nodes.size(); i++) {
      if (types.get(i).element() == ElementType.FLOAT && random.upTo(3) == 0) {
        outputs.add(nodes.get(i).name());
      }
    }
    return new Graph(nodes, outputs);
  }

  private Op input() {
    TensorType type =
        TensorType.map(random.between(1, 6), random.between(1, 6), random.between(1, 9));
    return new Input(type, random.oneOf(Optional.empty(), Optional.of(pixels(type.channels()))));
  }

  private PixelScaling pixels(int channels) {
    return new PixelScaling(
        random.finite(channels),
        random.oneOf(Floats.NONE, Floats.of(255), Floats.of(random.between(1, 300))),
        random.finite(channels),
        random.finite(channels));
  }

  private void extend(int source) {
    TensorType type = types.get(source);
    if (type.element() == ElementType.INT8) {
      SeededInt8 int8 = new SeededInt8(random);
      Window window = window(type);
      int inputs = random.between(1, 2);
      add(int8.operation(type, window, inputs), Collections.nCopies(inputs, source));
    } else if (random.upTo(5) == 0 && type.element() == ElementType.FLOAT) {
      add(
          random.oneOf(
              new Concat(), new Elementwise(random.oneOf(Elementwise.Combination.values()))),
          List.of(source, source));
    } else {
      add(type.element() == ElementType.FLOAT ? ofFloats(type) : ofBits(type), List.of(source));
    }
  }

  private void add(Op op, List<Integer> sources) {
    List<String> inputs = new ArrayList<>();
    List<TensorType> inputTypes = new ArrayList<>();
    for (int source : sources) {
      inputs.add(nodes.get(source).name());
      inputTypes.add(types.get(source));
    }
    String name = random.oneOf("n", "node ", "ключ-", "😀") + nodes.size();
    types.add(op.outputType(inputTypes));
    nodes.add(new Node(name, random.oneOf("", "layer", "層"), op, inputs));
  }

  private Op ofFloats(TensorType type) {
    int channels = type.channels();
    return switch (random.upTo(12)) {
      case 0 ->
          new Affine(
              random.perChannel(channels),
              random.perChannel(channels),
              random.perChannel(channels));
      case 1 -> new Activate(activation());
      case 2 -> new Softmax();
      case 3 -> new Pool(window(type), pooling());
      case 4 -> new GlobalPool(pooling());
      case 5 -> new Quantize(quantizer());
      case 6 -> new Flatten();
      case 7 -> type.isVector() ? new Unflatten(1, channels, 1) : new Flatten();
      case 8 -> new ZeroPad(random.upTo(2), random.upTo(2), random.upTo(2), random.upTo(2));
      case 9 -> new Upsample(random.between(1, 2), random.between(1, 2));
      case 10 -> channelThreshold(channels);
      case 11 -> new QuantizeInt8(new SeededInt8(random).quantizer());
      default -> realConvolution(type);
    };
  }

  private Op ofBits(TensorType type) {
    return switch (random.upTo(5)) {
      case 0 -> new Unpack();
      case 1 -> new Flip(random.bits(type.channels()));
      case 2 -> new Pool(window(type), Pooling.MAX);
      case 3 -> new Upsample(random.between(1, 2), random.between(1, 2));
      default -> oneBitConvolution(type);
    };
  }

  private Op realConvolution(TensorType type) {
    Window window = window(type);
    int groups = random.upTo(2) == 0 ? type.channels() : 1;
    int outputs = groups * random.between(1, 8);
    int count = outputs * window.taps() * type.channels() / groups;
    Mask mask = Mask.of(random.bits(count));
    Weights weights =
        random.oneOf(
            new Weights.Real(random.floats(count)),
            new Weights.Signs(random.bits(count)),
            new Weights.Sparse(mask, new Weights.Real(random.floats(mask.count()))));
    Epilogue epilogue = random.oneOf(realEpilogue(outputs), channelThreshold(outputs));
    return new Convolution(window, outputs, groups, weights, epilogue);
  }

  private ChannelThreshold channelThreshold(int channels) {
    float[] limits = new float[channels];
    for (int c = 0; c < channels; c++) {
      limits[c] = random.number();
    }
    ElementType element = random.oneOf(ElementType.BIT_01, ElementType.BIT_PM1);
    return new ChannelThreshold(Floats.of(limits), random.bits(channels), element);
  }

  private Op oneBitConvolution(TensorType type) {
    Window window = window(type);
    int outputs = random.between(1, 80);
    Weights weights = new Weights.Signs(random.bits(outputs * window.taps() * type.channels()));
    Epilogue threshold =
        new Epilogue.Threshold(
            random.limits(outputs),
            random.bits(outputs),
            random.oneOf(ElementType.BIT_01, ElementType.BIT_PM1));
    return new Convolution(
        window, outputs, weights, random.oneOf(threshold, threshold, realEpilogue(outputs)));
  }

  private Epilogue realEpilogue(int outputs) {
    return new Epilogue.Real(random.perChannel(outputs), random.perChannel(outputs), activation());
  }

  private Activation activation() {
    Activation.Function function = random.oneOf(Activation.Function.values());
    return new Activation(function, function.hasAlpha() ? random.number() : 0);
  }

  private Pooling pooling() {
    return random.oneOf(
        Pooling.MAX,
        Pooling.AVERAGE,
        Pooling.AVERAGE_INSIDE,
        Pooling.SUM,
        new Pooling(Pooling.Kind.NORM, random.between(1, 300)));
  }

  private OneBitQuantizer quantizer() {
    StraightThrough estimator = random.oneOf(StraightThrough.values());
    return random.oneOf(
        new SignQuantizer(random.number(), estimator),
        new StepQuantizer(random.number(), estimator),
        new StochasticStepQuantizer(estimator));
  }

  private Window window(TensorType type) {
    int height = random.between(1, Math.min(3, type.height()));
    int width = random.between(1, Math.min(3, type.width()));
    List<Integer> strides = List.of(random.between(1, 3), random.between(1, 200));
    List<Integer> pads = Collections.nCopies(2, random.upTo(2));
    return new Window(
        height,
        width,
        strides.get(0),
        strides.get(1),
        1,
        1,
        pads.get(0),
        pads.get(1),
        random.upTo(2),
        0);
  }
}
