package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.plan.Plan;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Float convolutions of windows from 3x3 to 7x7 and many channels against naive loops. */
class WinogradConvolutionTest {

  private static final int BATCH = 2;

  private static Window window(int height, int width, int stride, int dilation) {
    return new Window(height, width, stride, stride, dilation, dilation, 1, 1, 1, 1);
  }

  private static TensorType map(RandomOperations operations) {
    int channels = operations.chance(8) ? 513 : operations.between(64, 80);
    return TensorType.map(operations.between(7, 11), operations.between(7, 11), channels);
  }

  /** Every other one of 3x3; never the whole of a map, which has at least 7x7 positions. */
  private static Window window(RandomOperations operations) {
    boolean three = operations.chance(2);
    return new Window(
        three ? 3 : operations.between(3, 6),
        three ? 3 : operations.between(3, 7),
        1,
        1,
        1,
        1,
        operations.between(0, 2),
        operations.between(0, 2),
        operations.between(0, 2),
        operations.between(0, 2));
  }

  /** Small multiples of 1/4 are transformed, and add up, without rounding. */
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sumsOfQuartersAreExact(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    int outputs = operations.between(64, 140);
    checkExactly(map, window(operations), outputs, random);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sumsOfAnyFloatsAgreeWithDoublePrecisionAndBetweenKernels(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    int outputs = operations.between(64, 140);
    Window window = window(operations);
    float[] weights = gaussian(outputs * window.taps() * map.channels(), random);
    Convolution convolution =
        new Convolution(
            window,
            outputs,
            new Weights.Real(Floats.of(weights)),
            operations.real(outputs, operations.unbounded()));
    Graph graph = Comparison.chain(map, convolution);
    float[][] inputs = {gaussian(BATCH * map.size(), random)};

    Comparison.check(graph, inputs, BATCH);
    assertThat(run(graph, KernelSelection.ofProperty().kernels(), inputs))
        .containsExactly(run(graph, new ScalarKernels(), inputs));
  }

  /** With 64 channels, 128 tiles of 3x3 windows go together, 24 of 5x5 and of 3x7 ones. */
  @Example
  void mapsOfMoreTilesThanGoTogetherAreExact() {
    checkExactly(TensorType.map(5, 67, 128), window(3, 3, 1, 1), 129, new Random(3));
    checkExactly(TensorType.map(17, 31, 64), window(3, 3, 1, 1), 64, new Random(4));
    checkExactly(TensorType.map(12, 20, 64), window(5, 5, 1, 1), 64, new Random(5));
    checkExactly(TensorType.map(9, 11, 65), window(7, 7, 1, 1), 67, new Random(6));
    checkExactly(TensorType.map(10, 19, 64), window(3, 7, 1, 1), 64, new Random(7));
  }

  /** Each tap of each window by itself: 1 where it is, with all inputs different. */
  @ParameterizedTest
  @CsvSource({"3, 3", "4, 4", "5, 5", "6, 6", "7, 7", "3, 6", "7, 4"})
  void everyTapIsWhereItWas(int kernelHeight, int kernelWidth) {
    Window window = window(kernelHeight, kernelWidth, 1, 1);
    TensorType map = TensorType.map(8, 8, 64);
    float[][] inputs = {new float[map.size()]};
    for (int i = 0; i < inputs[0].length; i++) {
      inputs[0][i] = i;
    }
    for (int tap = 0; tap < window.taps(); tap++) {
      float[] weights = new float[64 * window.taps() * 64];
      for (int n = 0; n < 64; n++) {
        weights[(n * window.taps() + tap) * 64 + 63 - n] = 1;
      }
      Weights real = new Weights.Real(Floats.of(weights));
      Convolution convolution = new Convolution(window, 64, real, Epilogue.Real.NONE);
      Comparison.checkExactly(Comparison.chain(map, convolution), inputs, 1);
    }
  }

  private static void checkExactly(TensorType map, Window window, int outputs, Random random) {
    RandomOperations operations = new RandomOperations(random);
    Weights weights = new Weights.Real(operations.floats(outputs * window.taps() * map.channels()));
    Convolution convolution =
        new Convolution(window, outputs, weights, operations.real(outputs, operations.exact()));
    Graph graph = Comparison.chain(map, convolution);
    Comparison.checkExactly(graph, RandomGraphs.inputs(graph, BATCH, random), BATCH);
  }

  /** 2²¹ + 1 and its neighbours have no room for the quarters of transformed weights. */
  @Example
  void whollyExactSumsOfSignsStayExact() {
    TensorType map = TensorType.map(6, 6, 128);
    Weights ones = new Weights.Signs(Bits.of(128 * 9 * 128, i -> true));
    Convolution convolution = new Convolution(window(3, 3, 1, 1), 128, ones, Epilogue.Real.NONE);
    float[][] inputs = {new float[map.size()]};
    inputs[0][14] = (1 << 21) + 1;
    Comparison.checkExactly(Comparison.chain(map, convolution), inputs, 1);
  }

  @Example
  void otherWindowsAndFewChannelsAreNotTransformed() {
    assertThat(suits(window(3, 3, 1, 1), 64, 64)).isTrue();
    assertThat(suits(window(7, 7, 1, 1), 64, 64)).isTrue();
    assertThat(suits(window(7, 8, 1, 1), 64, 64)).isFalse();
    assertThat(suits(window(8, 7, 1, 1), 64, 64)).isFalse();
    assertThat(suits(window(3, 2, 1, 1), 64, 64)).isFalse();
    assertThat(suits(window(2, 3, 1, 1), 64, 64)).isFalse();
    assertThat(suits(window(3, 3, 2, 1), 64, 64)).isFalse();
    assertThat(suits(window(3, 3, 1, 2), 64, 64)).isFalse();
    assertThat(suits(window(3, 3, 1, 1), 63, 64)).isFalse();
    assertThat(suits(window(3, 3, 1, 1), 64, 63)).isFalse();
  }

  private static boolean suits(Window window, int channels, int outputs) {
    Weights weights = new Weights.Real(Floats.of(new float[outputs * window.taps() * channels]));
    return WinogradConvolution.suits(
        new Convolution(window, outputs, weights, Epilogue.Real.NONE),
        TensorType.map(10, 10, channels));
  }

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] run(Graph graph, Kernels kernels, float[][] inputs) {
    float[] outputs = new float[BATCH * graph.type(graph.outputs().get(0)).size()];
    Plan plan = Plan.of(graph, kernels);
    Memory memory = plan.newMemory(Math.min(BATCH, plan.blockSize()));
    memory.bind(inputs, new float[][] {outputs});
    plan.run(memory, 0, BATCH);
    return outputs;
  }
}
