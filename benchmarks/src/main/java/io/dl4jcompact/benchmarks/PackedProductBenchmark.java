package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.kernel.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Products of {0, 1} inputs and ±1 weights: the runtime's kernels on bits, the peers on floats and
 * bytes. All give the same whole numbers, which is checked first.
 */
public class PackedProductBenchmark extends InferenceBenchmark {

  /** Of quantised results: most sums are within their range. */
  private static final int STEP = 4;

  private static final Target ND4J = new Target(5.5, 8);
  private static final Target ONNX = new Target(4.5, 6.5);
  private static final Target SCALAR_ND4J = new Target(3, 4);
  private static final Set<Product> JUDGED = EnumSet.of(Product.B, Product.C, Product.D);

  /** Which product. */
  @Param public Product product;

  private PackedProduct packed;
  private Supplier<INDArray> nd4j;
  private OnnxSession onnxFloats;
  private OnnxSession onnxBytes;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Product product : Product.values()) {
      boolean judged = JUDGED.contains(product);
      String work = "product " + product + ", " + product.shape();
      Run nd4j = run("nd4j", product);
      Run onnxFloats = run("onnxFloats", product);
      Run onnxBytes = run("onnxBytes", product);
      Side vector = new Side(work + ", vector", run("vector", product));
      comparisons.add(vector.against("ND4J float", nd4j, judged ? ND4J : Target.NONE));
      comparisons.add(
          vector.against("ONNX Runtime float", onnxFloats, judged ? ONNX : Target.NONE));
      comparisons.add(vector.against("ONNX Runtime u8s8", onnxBytes, Target.NONE));
      Side scalar = new Side(work + ", scalar", run("scalar", product));
      comparisons.add(scalar.against("ND4J float", nd4j, judged ? SCALAR_ND4J : Target.NONE));
    }
    return comparisons;
  }

  private static Run run(String method, Product product) {
    return Run.of(PackedProductBenchmark.class, method, "product=" + product);
  }

  /** Makes the operands and checks that all sides agree. */
  @Setup
  public void setUp() {
    packed = new PackedProduct(product, Epilogue.Real.NONE);
    nd4j =
        Fastest.of(
            product.isConvolution() ? Nd4jConvolution.forms(product) : Nd4jDense.forms(product));
    onnxFloats = OnnxProduct.floats(product.bits());
    onnxBytes =
        product.isConvolution()
            ? OnnxProduct.bytes(product.bits(), STEP)
            : OnnxProduct.integers(product.bits());
    packed.run();
    INDArray sums = nd4j.get();
    require(Arrays.equals(packed.sums(), sums.dup('c').data().asFloat()), "ND4J's sums differ");
    requireAgreed(product.isConvolution() ? sums.permute(0, 3, 1, 2) : sums);
  }

  private void requireAgreed(INDArray sums) {
    float[] expected = sums.dup('c').data().asFloat();
    require(Arrays.equals(expected, onnxFloats.run().floats()), "ONNX Runtime's sums differ");
    onnxBytes.run();
    if (product.isConvolution()) {
      byte[] quantised = onnxBytes.bytes();
      for (int i = 0; i < expected.length; i++) {
        require(
            OnnxProduct.quantised(expected[i], STEP) == quantised[i],
            "QLinearConv differs at " + i);
      }
    } else {
      int[] integers = onnxBytes.integers();
      for (int i = 0; i < expected.length; i++) {
        require(expected[i] == integers[i], "MatMulInteger differs at " + i);
      }
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

  /** On floats by ND4J. */
  @Benchmark
  public INDArray nd4j() {
    return nd4j.get();
  }

  /** On floats by ONNX Runtime. */
  @Benchmark
  public OnnxSession onnxFloats() {
    return onnxFloats.run();
  }

  /** On bytes by ONNX Runtime. */
  @Benchmark
  public OnnxSession onnxBytes() {
    return onnxBytes.run();
  }
}
