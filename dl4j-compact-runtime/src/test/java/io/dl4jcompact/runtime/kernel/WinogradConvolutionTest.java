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

/** Float convolutions of 3x3 windows and many channels against naive loops. */
class WinogradConvolutionTest {

  private static final int BATCH = 2;

  private static Window window(int height, int width, int stride, int dilation) {
    return new Window(height, width, stride, stride, dilation, dilation, 1, 1, 1, 1);
  }

  private static TensorType map(RandomOperations operations) {
    int channels = operations.chance(8) ? 513 : operations.between(128, 150);
    return TensorType.map(operations.between(3, 9), operations.between(3, 9), channels);
  }

  private static Window window(RandomOperations operations) {
    return new Window(
        3,
        3,
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
    int outputs = operations.between(128, 150);
    checkExactly(map, window(operations), outputs, random);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sumsOfAnyFloatsAgreeWithDoublePrecisionAndBetweenKernels(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    int outputs = operations.between(128, 150);
    float[] weights = gaussian(outputs * 9 * map.channels(), random);
    Convolution convolution =
        new Convolution(
            window(operations),
            outputs,
            new Weights.Real(Floats.of(weights)),
            operations.real(outputs, operations.unbounded()));
    Graph graph = Comparison.chain(map, convolution);
    float[][] inputs = {gaussian(BATCH * map.size(), random)};

    Comparison.check(graph, inputs, BATCH);
    assertThat(run(graph, KernelSelection.ofProperty().kernels(), inputs))
        .containsExactly(run(graph, new ScalarKernels(), inputs));
  }

  /** One tile more than go together, along each axis. */
  @Example
  void mapsOfMoreTilesThanGoTogetherAreExact() {
    checkExactly(TensorType.map(5, 67, 128), window(3, 3, 1, 1), 129, new Random(3));
  }

  private static void checkExactly(TensorType map, Window window, int outputs, Random random) {
    RandomOperations operations = new RandomOperations(random);
    Weights weights = new Weights.Real(operations.floats(outputs * 9 * map.channels()));
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
    assertThat(suits(window(3, 3, 1, 1), 128, 128)).isTrue();
    assertThat(suits(window(3, 2, 1, 1), 128, 128)).isFalse();
    assertThat(suits(window(2, 3, 1, 1), 128, 128)).isFalse();
    assertThat(suits(window(3, 3, 2, 1), 128, 128)).isFalse();
    assertThat(suits(window(3, 3, 1, 2), 128, 128)).isFalse();
    assertThat(suits(window(3, 3, 1, 1), 127, 128)).isFalse();
    assertThat(suits(window(3, 3, 1, 1), 128, 127)).isFalse();
  }

  private static boolean suits(Window window, int channels, int outputs) {
    Weights weights = new Weights.Real(Floats.of(new float[outputs * window.taps() * channels]));
    return WinogradConvolution.suits(
        new Convolution(window, outputs, weights, Epilogue.Real.NONE),
        TensorType.map(8, 8, channels));
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
