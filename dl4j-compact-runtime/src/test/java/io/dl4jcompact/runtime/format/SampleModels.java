package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models written out by hand, whose values never change: golden files hold them. */
final class SampleModels {

  private SampleModels() {}

  /** The worked example of docs/format.md. */
  static Contents tiny() {
    List<Node> nodes = new ArrayList<>();
    add(nodes, "x", new Input(TensorType.vector(300)));
    add(nodes, "b", new Quantize(new SignQuantizer(0.5f, StraightThrough.CLIPPED)), "x");
    Epilogue epilogue = new Epilogue.Real(Floats.of(0.25f), Floats.of(1, -1), Activation.IDENTITY);
    Window window = Window.covering(TensorType.vector(300));
    add(nodes, "y", new Convolution(window, 2, signs(600), epilogue), "b");
    ModelInfo info = new ModelInfo("tiny", List.of("no", "yes"), Map.of("seed", "7"));
    return new Contents(new Graph(nodes, List.of("y")), info);
  }

  /** A requantisation with offsets, which format 1.2 added too. */
  static Contents offsets() {
    List<Node> nodes = new ArrayList<>();
    AffineQuantizer quantizer = new AffineQuantizer(0.0625f, -100, -128, 127);
    add(nodes, "image", new Input(TensorType.map(6, 6, 3)));
    add(nodes, "q", new QuantizeInt8(quantizer), "image");
    Int8Convolution plain = int8Convolution();
    Requantization steps = (Requantization) plain.epilogue();
    Ints offsets = Ints.of(8, i -> (i - 4) * 100_000_000);
    Requantization moved =
        new Requantization(steps.multipliers(), steps.shifts(), offsets, steps.range());
    add(nodes, "conv", plain.with(moved), "q");
    add(nodes, "floats", new DequantizeInt8(quantizer), "conv");
    return new Contents(
        new Graph(nodes, List.of("floats")), new ModelInfo("offsets", List.of(), Map.of()));
  }

  /** Sparse weights of either kind, with each form of masks: what format 1.2 added. */
  static Contents sparse() {
    List<Node> nodes = new ArrayList<>();
    add(nodes, "image", new Input(TensorType.map(4, 4, 6)));
    Window three = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Mask gaps = Mask.of(Bits.of(8 * 54, i -> i % 11 == 3 || i % 29 == 5));
    add(nodes, "gaps", sparse(three, 8, gaps, real(gaps.count())), "image");
    Mask rests = Mask.of(Bits.of(8 * 72, i -> i % 9 != 4 && i % 41 != 7));
    add(nodes, "rests", sparse(three, 8, rests, real(rests.count())), "gaps");
    Mask blocks = Mask.of(Bits.of(16 * 128, i -> i / 16 % 5 == 2));
    Window all = Window.covering(TensorType.map(4, 4, 8));
    add(nodes, "blocks", sparse(all, 16, blocks, real(blocks.count())), "rests");
    Window one = Window.covering(TensorType.vector(16));
    add(nodes, "bits", new Quantize(new SignQuantizer(0.5f, StraightThrough.CLIPPED)), "blocks");
    Mask bitmap = Mask.of(Bits.of(5 * 16, i -> Integer.bitCount(i * 0x9e3779b1) % 2 == 0));
    add(nodes, "bitmap", sparse(one, 5, bitmap, signs(bitmap.count())), "bits");
    return new Contents(
        new Graph(nodes, List.of("bitmap")), new ModelInfo("sparse", List.of(), Map.of()));
  }

  /** Sparse weights of 8 bits, which format 1.2 added too. */
  static Contents sparseInt8() {
    List<Node> nodes = new ArrayList<>();
    AffineQuantizer quantizer = new AffineQuantizer(0.0625f, -100, -128, 127);
    add(nodes, "image", new Input(TensorType.map(6, 6, 7)));
    add(nodes, "q", new QuantizeInt8(quantizer), "image");
    Window three = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    add(
        nodes,
        "gaps",
        int8Layer(three, 8, 1, 8 * 63, -100, 0.03).with(int8Weights(8 * 63, 9)),
        "q");
    Window all = Window.covering(TensorType.map(6, 6, 8));
    Epilogue.Real real =
        new Epilogue.Real(Floats.of(0.5f, 0.25f, 1), Floats.of(1), Activation.IDENTITY);
    Int8Convolution dense = int8Layer(all, 3, 1, 864, -128, 1);
    add(nodes, "bitmap", dense.with(real).with(int8Weights(864, 2)), "gaps");
    return new Contents(
        new Graph(nodes, List.of("bitmap")), new ModelInfo("sparse int8", List.of(), Map.of()));
  }

  /** Weights of which some one in so many is not 0. */
  private static Bytes int8Weights(int count, int share) {
    byte[] weights = new byte[count];
    for (int i = 0; i < count; i++) {
      if ((i * 0x9e3779b1 >>> 8) % share == 0) {
        weights[i] = (byte) (i * 37 % 255 - 127);
      }
    }
    return Bytes.of(weights);
  }

  private static Convolution sparse(Window window, int outputs, Mask mask, Weights values) {
    return new Convolution(window, outputs, new Weights.Sparse(mask, values), Epilogue.Real.NONE);
  }

  private static Weights real(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * 29 % 64 - 31) / 32f;
    }
    return new Weights.Real(Floats.of(values));
  }

  /** A small model with every operation of format 1.0. */
  static Contents everyOperation() {
    List<Node> nodes = new ArrayList<>();
    Floats divisor = Floats.of(57.5f, 58.25f);
    PixelScaling pixels = new PixelScaling(Floats.of(128), divisor, Floats.NONE, Floats.of(-0.5f));
    add(nodes, "image", new Input(TensorType.map(8, 8, 2), Optional.of(pixels)));
    add(nodes, "pad", new ZeroPad(1, 1, 2, 0), "image");
    add(nodes, "affine", new Affine(Floats.of(0.5f, -1), Floats.of(2), Floats.NONE), "pad");
    add(
        nodes,
        "bits",
        new Quantize(new SignQuantizer(0.25f, StraightThrough.SWISH_SIGN)),
        "affine");
    add(nodes, "binary", binary(), "bits");
    Window halves = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    add(nodes, "pool", new Pool(halves, Pooling.MAX), "binary");
    add(nodes, "flip", new Flip(Bits.of(70, i -> i % 5 == 0)), "pool");
    add(nodes, "unpack", new Unpack(), "flip");
    add(nodes, "real", real(), "unpack");
    add(nodes, "upsample", new Upsample(2, 1), "real");
    add(nodes, "activate", new Activate(Activation.of(Activation.Function.TANH)), "upsample");
    add(nodes, "flatten", new Flatten(), "activate");
    add(nodes, "unflatten", new Unflatten(8, 4, 4), "flatten");
    Op sum = new Elementwise(Elementwise.Combination.ADD);
    add(nodes, "sum", sum, "unflatten", "upsample");
    add(nodes, "concat", new Concat(), "sum", "activate");
    add(nodes, "global", new GlobalPool(new Pooling(Pooling.Kind.NORM, 2)), "concat");
    add(nodes, "softmax", new Softmax(), "global");
    Bits flips = Bits.of(2, i -> i == 1);
    Op limits = new ChannelThreshold(Floats.of(-0f, 1.5f), flips, ElementType.BIT_01);
    add(nodes, "limits", limits, "affine");
    add(nodes, "apart", new Unpack(), "limits");
    add(nodes, "first", first(), "affine");
    add(nodes, "rest", new Unpack(), "first");
    ModelInfo info =
        new ModelInfo(
            "every operation",
            List.of("zero", "één", "二", "3", "4", "5", "6", ""),
            Map.of("seed", "1", "epochs", "20"));
    return new Contents(new Graph(nodes, List.of("softmax", "flatten", "apart", "rest")), info);
  }

  /** A small model with every operation of format 1.1, and bits beside 8-bit integers. */
  static Contents int8() {
    List<Node> nodes = new ArrayList<>();
    AffineQuantizer input = new AffineQuantizer(0.0625f, -100, -128, 127);
    AffineQuantizer middle = new AffineQuantizer(0.25f, -128, -128, 127);
    add(nodes, "image", new Input(TensorType.map(6, 6, 3)));
    add(nodes, "q", new QuantizeInt8(input), "image");
    add(nodes, "conv", int8Convolution(), "q");
    Window halves = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    add(nodes, "pool", new Pool(halves, Pooling.MAX), "conv");
    Window depthwise = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    add(nodes, "depthwise", int8Layer(depthwise, 8, 8, 9 * 8, -128, 0.0078125), "pool");
    Int8Range range = new Int8Range(-128, -128, 127);
    double[] factors = {1, 0.6};
    add(nodes, "sum", Int8Add.of(new int[] {-128, -128}, factors, range), "pool", "depthwise");
    add(nodes, "joined", new Concat(), "sum", "pool");
    Op average = new Int8AveragePool(depthwise, Pooling.Kind.AVERAGE_INSIDE, -128, 0.75f, range);
    add(nodes, "average", average, "joined");
    add(nodes, "flat", new Flatten(), "average");
    Window all = Window.covering(TensorType.vector(144));
    Epilogue.Real real =
        new Epilogue.Real(Floats.of(0.5f, 0.25f), Floats.of(1), Activation.IDENTITY);
    add(nodes, "dense", int8Layer(all, 2, 1, 288, -128, 0.0078125).with(real), "flat");
    add(nodes, "floats", new DequantizeInt8(middle), "flat");
    add(nodes, "bits", new Quantize(new SignQuantizer(2.5f)), "floats");
    Epilogue.Real none = Epilogue.Real.NONE;
    add(nodes, "one bit", new Convolution(all, 2, signs(288), none), "bits");
    ModelInfo info = new ModelInfo("int8", List.of("no", "yes"), Map.of());
    return new Contents(new Graph(nodes, List.of("dense", "one bit")), info);
  }

  private static Int8Convolution int8Convolution() {
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    double[] factors = {0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 1e-12};
    Int8Range range = new Int8Range(-128, -128, 100);
    Ints bias = Ints.of(8, i -> i * 1000 - 4000);
    Bytes weights = int8Weights(27 * 8);
    return new Int8Convolution(
        window, 8, 1, -100, weights, bias, Requantization.of(factors, range));
  }

  private static Int8Convolution int8Layer(
      Window window, int outputs, int groups, int weights, int zeroPoint, double factor) {
    Requantization requantization =
        Requantization.of(new double[] {factor}, new Int8Range(-128, -128, 127));
    return new Int8Convolution(
        window, outputs, groups, zeroPoint, int8Weights(weights), Ints.of(), requantization);
  }

  private static Bytes int8Weights(int count) {
    return int8Weights(count, 1);
  }

  /** The layer whose size the format was made for: 3 x 3, 64 to 64 channels, all one bit. */
  static Convolution binary64() {
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    int[] limits = new int[64];
    for (int i = 0; i < limits.length; i++) {
      limits[i] = i * 18 - 576;
    }
    Epilogue threshold =
        new Epilogue.Threshold(Ints.of(limits), Bits.of(64, i -> i % 3 == 0), ElementType.BIT_PM1);
    return new Convolution(window, 64, signs(9 * 64 * 64), threshold);
  }

  static Weights signs(int count) {
    return new Weights.Signs(Bits.of(count, i -> i % 3 == 0 || i % 7 == 2));
  }

  private static Op binary() {
    int[] limits = new int[70];
    for (int i = 0; i < limits.length; i++) {
      limits[i] = i * 5 - 300;
    }
    limits[0] = Integer.MIN_VALUE;
    limits[69] = Integer.MAX_VALUE;
    Epilogue threshold =
        new Epilogue.Threshold(Ints.of(limits), Bits.of(70, i -> i % 4 == 1), ElementType.BIT_01);
    Window window = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
    return new Convolution(window, 70, signs(9 * 2 * 70), threshold);
  }

  private static Op real() {
    float[] weights = new float[140];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i - 70) / 256f;
    }
    Epilogue epilogue =
        new Epilogue.Real(
            Floats.of(1, 2, 3, 4),
            Floats.of(-0f),
            new Activation(Activation.Function.LEAKY_RELU, 0.125f));
    Window window = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
    return new Convolution(window, 4, 2, new Weights.Real(Floats.of(weights)), epilogue);
  }

  private static Op first() {
    Epilogue threshold =
        new ChannelThreshold(Floats.of(0.25f, -1, 3), Bits.of(3, i -> false), ElementType.BIT_PM1);
    Window window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    return new Convolution(window, 3, signs(24), threshold);
  }

  private static void add(List<Node> nodes, String name, Op op, String... inputs) {
    nodes.add(new Node(name, "layer " + nodes.size() / 4, op, List.of(inputs)));
  }
}
