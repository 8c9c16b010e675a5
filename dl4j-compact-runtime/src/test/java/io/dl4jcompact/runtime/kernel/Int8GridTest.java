package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.plan.Plan;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.NaiveInterpreter;
import io.dl4jcompact.runtime.reference.RandomInt8;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Convolutions of 8-bit integers over a grid of kernels, strides, dilations, paddings, groups and
 * channels: they give the integers of naive loops in 64 bits, with the scalar kernels and with
 * those that the property asks for.
 */
class Int8GridTest {

  private static final Integer[][] KERNELS = {{1, 1}, {2, 3}, {3, 3}, {5, 5}};
  private static final int MOST_CHANNELS = 300;
  private static final int BATCH = 3;

  /** Keeps all integers apart: inputs are whole numbers. */
  private static final AffineQuantizer WHOLE = new AffineQuantizer(1, 0, -128, 127);

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aSample(@ForAll long seed) {
    check(new Random(seed), 200_000);
  }

  @Tag("slow")
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void aSweep(@ForAll long seed) {
    check(new Random(seed), 2_000_000);
  }

  /** A convolution of at most so many multiply-adds. */
  private static void check(Random random, long multiplyAdds) {
    RandomOperations operations = new RandomOperations(random);
    while (true) {
      int groups = operations.chance(2) ? 1 : operations.between(2, 130);
      int channels = groups * (operations.chance(3) ? 1 : operations.between(1, MOST_CHANNELS));
      int outputs = groups * (operations.chance(3) ? 1 : operations.between(1, 140));
      TensorType map =
          TensorType.map(operations.between(1, 12), operations.between(1, 12), channels);
      Window window = window(operations, map);
      long reach = (long) window.taps() * channels / groups;
      if (reach * outputs * map.positions() * BATCH <= multiplyAdds && fits(window, map)) {
        check(random, map, new RandomInt8(random).convolution(map, window, outputs, groups));
        return;
      }
    }
  }

  private static Window window(RandomOperations operations, TensorType map) {
    if (operations.chance(4)) {
      return Window.covering(map);
    }
    Integer[] kernel = operations.pick(KERNELS);
    return new Window(
        kernel[0],
        kernel[1],
        operations.between(1, 3),
        operations.between(1, 3),
        operations.between(1, 3),
        operations.between(1, 3),
        operations.between(0, 4),
        operations.between(0, 4),
        operations.between(0, 4),
        operations.between(0, 4));
  }

  private static boolean fits(Window window, TensorType map) {
    int height = (window.kernelHeight() - 1) * window.dilationHeight() + 1;
    int width = (window.kernelWidth() - 1) * window.dilationWidth() + 1;
    return height <= map.height() + window.padTop() + window.padBottom()
        && width <= map.width() + window.padLeft() + window.padRight();
  }

  private static void check(Random random, TensorType map, Int8Convolution convolution) {
    byte[] integers = new byte[BATCH * map.size()];
    random.nextBytes(integers);
    check(map, convolution, integers);
  }

  private static void check(TensorType map, Int8Convolution convolution, byte[] integers) {
    Graph graph = Comparison.chain(map, new QuantizeInt8(WHOLE), convolution);
    float[] input = new float[integers.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = integers[i];
    }
    float[][] inputs = {input};
    int batch = input.length / map.size();
    float[] scalar = run(graph, new ScalarKernels(), inputs, batch);
    if (convolution.epilogue() instanceof Epilogue.Real real && !real.equals(Epilogue.Real.NONE)) {
      // Floats are rounded in between.
      Comparison.check(graph, inputs, batch);
    } else {
      double[] expected = new NaiveInterpreter(graph).run(inputs, batch)[0];
      float[] rounded = new float[expected.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) expected[i];
      }
      assertArrayEquals(rounded, scalar, graph.nodes().toString());
    }
    float[] actual = run(graph, KernelSelection.ofProperty().kernels(), inputs, batch);
    assertArrayEquals(scalar, actual, graph.nodes().toString());
  }

  /** Sums that floats do not hold, up to the greatest that are not refused. */
  @ParameterizedTest
  @CsvSource({"1, 513", "1, 600", "1, 20000", "64, 1025", "3, 66000"})
  void theGreatestSumsAreExact(int outputs, int length) {
    TensorType vector = TensorType.vector(length);
    byte[] weights = new byte[outputs * length];
    Arrays.fill(weights, (byte) 127);
    byte[] integers = new byte[2 * length];
    Arrays.fill(integers, 0, length, (byte) 127);
    Arrays.fill(integers, length, 2 * length, (byte) -128);
    integers[3] = 126;
    for (int zeroPoint : new int[] {-128, 127}) {
      // So that what is left are integers that any rounding on the way would change.
      long greatest = 255L * 127 * length - 127;
      int bias = (int) (zeroPoint == -128 ? 5 - greatest : greatest - 5);
      Ints biases = Ints.of(outputs, n -> bias);
      if (Math.abs((long) bias) + greatest + 127 > Integer.MAX_VALUE) {
        biases = Ints.of();
      }
      IntegerEpilogue epilogue = Epilogue.Real.NONE;
      Int8Convolution dense =
          new Int8Convolution(
              Window.covering(vector), outputs, 1, zeroPoint, Bytes.of(weights), biases, epilogue);
      check(vector, dense, integers);
    }
  }

  @ParameterizedTest
  @CsvSource({"-128", "-3", "0", "127"})
  void outputsAtEveryTieAreRoundedUp(int zeroPoint) {
    TensorType vector = TensorType.vector(1);
    byte[] integers = new byte[256];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (byte) i;
    }
    Requantization halves =
        Requantization.of(new double[] {0.5, 0.25, 0.125}, new Int8Range(0, -128, 127));
    Bytes weights = Bytes.of((byte) 1, (byte) -1, (byte) 3);
    Int8Convolution dense =
        new Int8Convolution(
            Window.covering(vector), 3, 1, zeroPoint, weights, Ints.of(1, -7, 2), halves);

    check(vector, dense, integers);
    assertThat(halves.apply(0, -1)).isEqualTo((byte) 0);
    assertThat(halves.apply(0, 1)).isEqualTo((byte) 1);
    assertThat(halves.apply(1, -2)).isEqualTo((byte) 0);
  }

  @ParameterizedTest
  @CsvSource({"RELU", "TANH"})
  void floatsComeOutOfAnyFunction(Activation.Function function) {
    TensorType map = TensorType.map(5, 4, 19);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Random random = new Random(7);
    byte[] weights = new byte[33 * 9 * 19];
    random.nextBytes(weights);
    Epilogue.Real real =
        new Epilogue.Real(Floats.of(0.0001f), Floats.of(0.5f), Activation.of(function));
    check(random, map, new Int8Convolution(window, 33, 1, 5, Bytes.of(weights), Ints.of(), real));
  }

  private static float[] run(Graph graph, Kernels kernels, float[][] inputs, int batch) {
    float[] outputs = new float[batch * graph.type(graph.outputs().get(0)).size()];
    Plan plan = Plan.of(graph, kernels);
    Memory memory = plan.newMemory(Math.min(batch, plan.blockSize()));
    memory.bind(inputs, new float[][] {outputs});
    plan.run(memory, 0, batch);
    return outputs;
  }
}
