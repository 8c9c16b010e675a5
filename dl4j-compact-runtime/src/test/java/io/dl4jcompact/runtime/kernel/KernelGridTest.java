package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.plan.Plan;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Convolutions over a grid of kernels, strides, dilations, paddings, groups and channels: those of
 * bits and of floats give the bits of naive loops, with the scalar kernels and with those that the
 * property asks for.
 */
class KernelGridTest {

  private static final Integer[][] KERNELS = {{1, 1}, {2, 3}, {3, 3}, {5, 5}, {7, 7}};

  /** What such a convolution takes. */
  private static final ElementType[] ELEMENTS = {
    ElementType.FLOAT, ElementType.BIT_01, ElementType.BIT_PM1
  };

  private static final int MOST_CHANNELS = 513;
  private static final int MOST_OUTPUTS = 140;
  private static final int BATCH = 3;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void aSample(@ForAll long seed) {
    check(new Random(seed), 100_000);
  }

  @Tag("slow")
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void aSweep(@ForAll long seed) {
    check(new Random(seed), 2_000_000);
  }

  @ParameterizedTest
  @CsvSource({"7, 1400, 33, 1", "7, 1340, 5, 1", "5, 2623, 3, 1", "7, 2680, 66, 2"})
  void sumsOfMoreThan65535Terms(int kernel, int channels, int outputs, int groups) {
    Random random = new Random(channels);
    TensorType map = TensorType.map(kernel, kernel + 1, channels);
    Window window = new Window(kernel, kernel, 1, 1, 1, 1, 0, 0, 0, 0);
    for (ElementType element : ELEMENTS) {
      check(random, map, window, outputs, groups, element);
    }
  }

  /** A convolution of at most so many multiply-adds. */
  private static void check(Random random, long multiplyAdds) {
    RandomOperations operations = new RandomOperations(random);
    while (true) {
      int[] groups = groups(operations);
      int channels = groups[0] * groups[1];
      int outputs = groups[0] * groups[2];
      TensorType map =
          TensorType.map(operations.between(1, 12), operations.between(1, 12), channels);
      Window window = window(operations);
      boolean fits =
          extent(window.kernelHeight(), window.dilationHeight())
                  <= map.height() + window.padTop() + window.padBottom()
              && extent(window.kernelWidth(), window.dilationWidth())
                  <= map.width() + window.padLeft() + window.padRight();
      long work = (long) window.taps() * groups[1] * outputs * map.height() * map.width() * BATCH;
      if (fits && work <= multiplyAdds) {
        check(random, map, window, outputs, groups[0], operations.pick(ELEMENTS));
        return;
      }
    }
  }

  /** Groups, and the channels and outputs of each. */
  private static int[] groups(RandomOperations operations) {
    while (true) {
      int groups = operations.chance(2) ? 1 : operations.between(2, 130);
      int channels = operations.chance(3) ? 1 : operations.between(1, MOST_CHANNELS);
      int outputs = operations.chance(3) ? 1 : operations.between(1, MOST_OUTPUTS);
      if (groups * channels <= MOST_CHANNELS && groups * outputs <= MOST_OUTPUTS) {
        return new int[] {groups, channels, outputs};
      }
    }
  }

  private static Window window(RandomOperations operations) {
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

  private static int extent(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  /**
   * Inputs and weights are small multiples of 1/4, whose products add up without rounding, so that
   * the naive sums, in double precision, are those of floats in any order.
   */
  private static void check(
      Random random, TensorType map, Window window, int outputs, int groups, ElementType element) {
    Convolution convolution = convolution(random, map, window, outputs, groups, element);
    Graph graph =
        switch (element) {
          case FLOAT -> Comparison.chain(map, convolution);
          case BIT_01 -> Comparison.chain(map, new Quantize(new StepQuantizer()), convolution);
          case BIT_PM1 -> Comparison.chain(map, new Quantize(new SignQuantizer()), convolution);
          case INT8 -> throw new AssertionError(element);
        };
    float[][] inputs = RandomGraphs.inputs(graph, BATCH, random);
    Comparison.checkExactly(graph, inputs, BATCH);
    float[] expected = run(graph, new ScalarKernels(), inputs);
    float[] actual = run(graph, KernelSelection.ofProperty().kernels(), inputs);
    assertThat(actual).as("results of %s", graph.nodes()).containsExactly(expected);
  }

  private static Convolution convolution(
      Random random, TensorType map, Window window, int outputs, int groups, ElementType element) {
    RandomOperations operations = new RandomOperations(random);
    int reach = window.taps() * map.channels() / groups;
    Epilogue epilogue =
        operations.chance(2)
            ? operations.real(outputs, operations.exact())
            : element.isOneBit()
                ? operations.threshold(outputs, reach)
                : operations.channelThreshold(outputs);
    Weights weights = operations.weights(element.isOneBit(), outputs * reach);
    return new Convolution(window, outputs, groups, weights, epilogue);
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
