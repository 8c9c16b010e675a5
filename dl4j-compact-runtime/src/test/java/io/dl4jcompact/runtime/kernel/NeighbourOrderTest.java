package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Convolutions of three columns and few outputs against naive loops. */
class NeighbourOrderTest {

  private static final int BATCH = 3;

  private static Window window(RandomOperations operations) {
    return new Window(
        operations.between(1, 5),
        3,
        operations.between(1, 2),
        1,
        operations.between(1, 2),
        1,
        operations.between(0, 2),
        operations.between(0, 2),
        operations.between(0, 2),
        operations.between(0, 2));
  }

  private static TensorType map(RandomOperations operations) {
    return TensorType.map(
        operations.between(9, 12), operations.between(10, 70), operations.between(1, 17));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sumsOfQuartersAreExact(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    int outputs = operations.between(1, 16);
    Convolution convolution =
        operations.convolution(map, window(operations), outputs, 1, operations.exact());
    assertThat(NeighbourOrder.suits(convolution, map)).isTrue();
    Graph graph = Comparison.chain(map, convolution);
    Comparison.checkExactly(graph, RandomGraphs.inputs(graph, BATCH, random), BATCH);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sumsOfAnyFloatsAgreeWithDoublePrecisionAndBetweenKernels(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    Window window = window(operations);
    int outputs = operations.between(1, 16);
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
        .isEqualTo(run(graph, new ScalarKernels(), inputs));
  }

  @Example
  void onlyNeighboursOfFewOutputsAreOrdered() {
    Window three = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(suits(three, 10, 28, 16, 1)).isTrue();
    assertThat(suits(three, 9, 28, 16, 1)).as("7 placements a line").isFalse();
    assertThat(suits(three, 10, 29, 16, 1)).as("261 floats").isFalse();
    assertThat(suits(three, 10, 28, 17, 1)).as("outputs").isFalse();
    assertThat(suits(three, 10, 4, 16, 2)).as("groups").isFalse();
    assertThat(suits(new Window(3, 2, 1, 1, 1, 1, 0, 0, 0, 0), 10, 4, 16, 1)).isFalse();
    assertThat(suits(new Window(3, 3, 1, 2, 1, 1, 0, 0, 0, 0), 20, 4, 16, 1)).isFalse();
    assertThat(suits(new Window(3, 3, 1, 1, 1, 2, 0, 0, 0, 0), 20, 4, 16, 1)).isFalse();
  }

  private static boolean suits(Window window, int width, int channels, int outputs, int groups) {
    float[] weights = new float[outputs * window.taps() * channels / groups];
    return NeighbourOrder.suits(
        new Convolution(
            window, outputs, groups, new Weights.Real(Floats.of(weights)), Epilogue.Real.NONE),
        TensorType.map(4, width, channels));
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
