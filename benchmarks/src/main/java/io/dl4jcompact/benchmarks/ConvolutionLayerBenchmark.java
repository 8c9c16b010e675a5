package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.kernel.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A whole convolution layer, bits in and bits out, whose thresholds are a batch normalisation and a
 * step; against convolution, batch normalisation and ReLU on floats. A bit is 1 where the ReLU
 * gives more than 0, which is checked first.
 */
public class ConvolutionLayerBenchmark extends InferenceBenchmark {

  private static final int LARGEST_LIMIT = 16;

  /** Which convolution. */
  @Param({"D", "E"})
  public Product product;

  private PackedProduct packed;
  private Supplier<INDArray> nd4j;
  private OnnxSession onnx;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Product product : List.of(Product.D, Product.E)) {
      String work = "layer " + product + ", " + product.shape();
      Target target = product == Product.D ? new Target(6, 8) : new Target(4.5, 7);
      Run nd4j = run("nd4j", product);
      Run onnx = run("onnx", product);
      Side vector = new Side(work + ", vector", run("vector", product));
      comparisons.add(vector.against("ND4J conv+BN+ReLU", nd4j, target));
      comparisons.add(vector.against("ONNX Runtime conv+BN+ReLU", onnx, Target.NONE));
      Side scalar = new Side(work + ", scalar", run("scalar", product));
      comparisons.add(scalar.against("ND4J conv+BN+ReLU", nd4j, Target.NONE));
    }
    return comparisons;
  }

  private static Run run(String method, Product product) {
    return Run.of(ConvolutionLayerBenchmark.class, method, "product=" + product);
  }

  /** Makes the operands and checks that all sides agree. */
  @Setup
  public void setUp() {
    int outputs = product.outputs();
    SplittableRandom random = new SplittableRandom(SEED);
    int[] limits = random.ints(outputs, -LARGEST_LIMIT, LARGEST_LIMIT + 1).toArray();
    float[] means = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      // Half a step below the limit, so that no sum is the mean itself.
      means[i] = limits[i] - 0.5f;
    }
    packed =
        new PackedProduct(
            product,
            new Epilogue.Threshold(
                Ints.of(limits), Bits.of(outputs, i -> false), ElementType.BIT_01));
    nd4j = Fastest.of(Nd4jConvolution.layerForms(product, means));
    onnx = OnnxProduct.layer(product.bits(), means);
    packed.run();
    requireBits("ND4J", nd4j.get().dup('c').data().asFloat());
    requireBits("ONNX Runtime", channelsLast(onnx.run().floats()));
  }

  private float[] channelsLast(float[] maps) {
    int positions = product.type().positions();
    float[] turned = new float[maps.length];
    for (int i = 0; i < maps.length; i++) {
      turned[i % positions * product.outputs() + i / positions] = maps[i];
    }
    return turned;
  }

  private void requireBits(String peer, float[] values) {
    for (int i = 0; i < product.sums(); i++) {
      require(packed.bit(i) == values[i] > 0, peer + " differs at " + i);
    }
  }

  /** On bits, vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public Memory vector() {
    return packed.run();
  }

  /** On bits, scalar kernels. */
  @Benchmark
  @Fork(value = OUR_FORKS, jvmArgsAppend = SCALAR)
  public Memory scalar() {
    return packed.run();
  }

  /** On floats by ND4J's oneDNN. */
  @Benchmark
  public INDArray nd4j() {
    return nd4j.get();
  }

  /** On floats by ONNX Runtime. */
  @Benchmark
  public OnnxSession onnx() {
    return onnx.run();
  }
}
