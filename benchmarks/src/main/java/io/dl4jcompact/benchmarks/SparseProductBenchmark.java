package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.Session;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Layers of floats and of 8-bit integers with a tenth of their weights connected at random, against
 * the same runtime's dense layers of floats. All numbers are whole, so that all sums are equal.
 */
public class SparseProductBenchmark extends InferenceBenchmark {

  private static final double DENSITY = 0.1;
  private static final int LARGEST = 20;

  /** Which layer. */
  @Param public Layer layer;

  private Session sparse;
  private Session integers;
  private Session dense;
  private float[] input;
  private float[] output;

  /** The layers. */
  public enum Layer {
    /** One sample of a dense layer. */
    DENSE("dense 4096 to 4096, batch 1", 1, TensorType.vector(4096), 4096, new Target(4, 4)),

    /** Many samples of a dense layer. */
    BATCH("dense 4096 to 4096, batch 64", 64, TensorType.vector(4096), 4096, new Target(4, 4)),

    /** Convolution D. */
    CONVOLUTION(
        "conv 3x3, 256 to 256, 14x14", 1, TensorType.map(14, 14, 256), 256, new Target(2, 2));

    private final String title;
    private final int batch;
    private final TensorType input;
    private final int outputs;
    private final Target target;

    Layer(String title, int batch, TensorType input, int outputs, Target target) {
      this.title = title;
      this.batch = batch;
      this.input = input;
      this.outputs = outputs;
      this.target = target;
    }

    private Window window() {
      return input.isVector() ? Window.covering(input) : new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    private CompactModel model(Weights weights) {
      return model(new Convolution(window(), outputs, weights, Epilogue.Real.NONE));
    }

    private CompactModel integers(Weights weights) {
      byte[] bytes = new byte[weights.count()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) weights.get(i);
      }
      AffineQuantizer whole = new AffineQuantizer(1, 0, Byte.MIN_VALUE, Byte.MAX_VALUE);
      return model(
          new QuantizeInt8(whole),
          new Int8Convolution(
              window(), outputs, 1, 0, Bytes.of(bytes), Ints.of(), Epilogue.Real.NONE));
    }

    private CompactModel model(Op... operations) {
      List<Node> nodes = new ArrayList<>();
      nodes.add(new Node("x", "x", new Input(input), List.of()));
      for (Op operation : operations) {
        Node before = nodes.get(nodes.size() - 1);
        nodes.add(new Node("y" + nodes.size(), "y", operation, List.of(before.name())));
      }
      String last = nodes.get(nodes.size() - 1).name();
      return new CompactModel(new Graph(nodes, List.of(last)), ModelInfo.EMPTY);
    }
  }

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      Side vector = new Side("sparse " + layer.title + ", vector", run("sparseVector", layer));
      comparisons.add(vector.against("our dense floats", run("denseVector", layer), layer.target));
      Side integers = new Side("sparse int8 " + layer.title + ", vector", run("int8Vector", layer));
      comparisons.add(
          integers.against("our dense floats", run("denseVector", layer), layer.target));
      Side scalar = new Side("sparse " + layer.title + ", scalar", run("sparseScalar", layer));
      comparisons.add(scalar.against("our dense floats", run("denseScalar", layer), Target.NONE));
    }
    return comparisons;
  }

  private static Run run(String method, Layer layer) {
    return Run.of(SparseProductBenchmark.class, method, "layer=" + layer);
  }

  /** Makes both layers and checks that they agree. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(7);
    int count = layer.outputs * layer.window().taps() * layer.input.channels();
    Mask mask = Mask.of(Bits.of(count, i -> random.nextDouble() < DENSITY));
    float[] values = numbers(mask.count(), random);
    Weights.Sparse weights = new Weights.Sparse(mask, new Weights.Real(Floats.of(values)));
    CompactModel sparseModel = layer.model(weights);
    CompactModel denseModel = layer.model(weights.dense());
    CompactModel integerModel = layer.integers(weights);
    sparse = sparseModel.newSession();
    integers = integerModel.newSession();
    dense = denseModel.newSession();
    input = numbers(layer.batch * layer.input.size(), random);
    float[] expected = denseModel.predict(input);
    output = new float[expected.length];
    NetworkBenchmark.requireClose("the sparse layer", expected, sparseModel.predict(input));
    NetworkBenchmark.requireClose("the layer of integers", expected, integerModel.predict(input));
  }

  private static float[] numbers(int count, SplittableRandom random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextInt(1, LARGEST + 1) * (random.nextBoolean() ? 1 : -1);
    }
    return numbers;
  }

  /** Connected weights on vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] sparseVector() {
    sparse.run(input, output);
    return output;
  }

  /** Connected weights of 8 bits on vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] int8Vector() {
    integers.run(input, output);
    return output;
  }

  /** All weights on vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] denseVector() {
    dense.run(input, output);
    return output;
  }

  /** Connected weights on scalar kernels. */
  @Benchmark
  @Fork(value = OUR_FORKS, jvmArgsAppend = SCALAR)
  public float[] sparseScalar() {
    sparse.run(input, output);
    return output;
  }

  /** All weights on scalar kernels. */
  @Benchmark
  @Fork(value = OUR_FORKS, jvmArgsAppend = SCALAR)
  public float[] denseScalar() {
    dense.run(input, output);
    return output;
  }
}
