package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.kernel.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Products of 8-bit integers: the runtime's kernels, and ONNX Runtime on unsigned inputs and signed
 * weights, and on floats. Dense layers give sums, convolutions give 8-bit integers. All give the
 * same numbers, which is checked first.
 */
public class Int8ProductBenchmark extends InferenceBenchmark {

  private static final Target BYTES = new Target(0.5, 0.8);

  /** Of requantised results: most sums are within their range. */
  private static final int STEP = 1 << 14;

  private static final Int8Range RANGE = new Int8Range(0, Byte.MIN_VALUE, Byte.MAX_VALUE);

  /** Which product. */
  @Param({"B", "C", "D"})
  public Product product;

  private Int8Product ours;
  private OnnxSession onnxBytes;
  private OnnxSession onnxFloats;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Product product : List.of(Product.B, Product.C, Product.D)) {
      String work = "int8 product " + product + ", " + product.shape();
      Run bytes = run("onnxBytes", product);
      Side vector = new Side(work + ", vector", run("vector", product));
      comparisons.add(vector.against("ONNX Runtime u8s8", bytes, BYTES));
      comparisons.add(
          vector.against("ONNX Runtime float", run("onnxFloats", product), Target.NONE));
      Side scalar = new Side(work + ", scalar", run("scalar", product));
      comparisons.add(scalar.against("ONNX Runtime u8s8", bytes, Target.NONE));
    }
    return comparisons;
  }

  private static Run run(String method, Product product) {
    return Run.of(Int8ProductBenchmark.class, method, "product=" + product);
  }

  /** Makes the operands and checks that all sides agree. */
  @Setup
  public void setUp() {
    Operands operands = product.integers();
    Int8Product floats = new Int8Product(operands, Epilogue.Real.NONE);
    floats.run();
    float[] sums = floats.sums();
    onnxFloats = OnnxProduct.floats(operands);
    if (product.isConvolution()) {
      onnxBytes = OnnxProduct.bytes(operands, STEP);
      Requantization steps = Requantization.of(new double[] {1.0 / STEP}, RANGE);
      ours = new Int8Product(operands, steps);
      ours.run();
      requireAgreed(sums, ours.integers(), steps);
    } else {
      onnxBytes = OnnxProduct.integers(operands);
      ours = floats;
      int[] integers = onnxBytes.run().integers();
      for (int i = 0; i < sums.length; i++) {
        require(sums[i] == integers[i], "MatMulInteger differs at " + i);
      }
    }
    float[] theirs = onnxFloats.run().floats();
    Arrays.sort(theirs);
    Arrays.sort(sums);
    require(Arrays.equals(theirs, sums), "ONNX Runtime's float sums differ");
  }

  /** Both round the same sums, though halves differently. */
  private void requireAgreed(float[] sums, byte[] integers, Requantization steps) {
    byte[] theirs = onnxBytes.run().bytes();
    int outputs = product.outputs();
    int positions = sums.length / outputs;
    for (int i = 0; i < sums.length; i++) {
      int channelsFirst = i % outputs * positions + i / outputs;
      require(
          OnnxProduct.quantised(sums[i], STEP) == theirs[channelsFirst],
          "QLinearConv differs at " + channelsFirst);
      require(steps.apply(0, (int) sums[i]) == integers[i], "our integers differ at " + i);
    }
  }

  /** On vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public Memory vector() {
    return ours.run();
  }

  /** On scalar kernels. */
  @Benchmark
  @Fork(value = OUR_FORKS, jvmArgsAppend = SCALAR)
  public Memory scalar() {
    return ours.run();
  }

  /** On bytes by ONNX Runtime. */
  @Benchmark
  public OnnxSession onnxBytes() {
    return onnxBytes.run();
  }

  /** On floats by ONNX Runtime. */
  @Benchmark
  public OnnxSession onnxFloats() {
    return onnxFloats.run();
  }
}
