package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Pool;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kernels that the property asks for give the bits that the scalar ones give, rounding
 * included. Says something where the tests run with vector kernels.
 */
class KernelsAgreeTest {

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void onConvolutionsOfAnyFloats(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map =
        TensorType.map(
            operations.between(1, 9), operations.between(1, 9), operations.between(1, 9));
    Window window = operations.chance(4) ? Window.covering(map) : operations.window(map);
    int outputs = operations.chance(3) ? map.channels() : operations.between(1, 70);
    check(convolution(map, window, outputs, random), 3, random);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000, 10", "5, 64, 32", "2, 6273, 33", "64, 257, 130", "3, 2049, 70"})
  void onDenseLayersOfAnyFloats(int batch, int length, int outputs) {
    Random random = new Random(length);
    TensorType vector = TensorType.vector(length);
    check(convolution(vector, Window.covering(vector), outputs, random), batch, random);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void onPoolingsOfAnyFloats(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map =
        TensorType.map(
            operations.between(1, 12), operations.between(1, 12), operations.between(1, 40));
    Window window = operations.chance(4) ? Window.covering(map) : operations.window(map);
    check(Comparison.chain(map, new Pool(window, operations.pooling())), 2, random);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void onAnyGraph(@ForAll long seed) {
    Random random = new Random(seed);
    check(RandomGraphs.of(random), 2, random);
  }

  @ParameterizedTest
  @EnumSource
  void onActivationsOfAnyFloats(Activation.Function function) {
    Activation activation = new Activation(function, function.hasAlpha() ? 0.3f : 0);
    Random random = new Random(function.ordinal());
    float[] values = gaussian(100_003, random);
    for (int i = 0; i < values.length; i++) {
      // A third around the functions' bends, a third up to where they end, a third of any floats.
      values[i] *= i % 3 == 0 ? 1 : 40;
      float any = Float.intBitsToFloat(random.nextInt());
      values[i] = i % 3 == 2 && Float.isFinite(any) ? any : values[i];
    }
    values[0] = 0;
    values[1] = -0f;
    Graph graph = Comparison.chain(TensorType.vector(values.length), new Activate(activation));

    check(graph, 1, new float[][] {values});
  }

  private static Graph convolution(TensorType input, Window window, int outputs, Random random) {
    int groups = new RandomOperations(random).groups(input.channels(), outputs);
    int length = window.taps() * input.channels() / groups;
    Epilogue epilogue =
        new Epilogue.Real(
            Floats.of(gaussian(outputs, random)),
            Floats.of(gaussian(outputs, random)),
            Activation.of(new RandomOperations(random).pick(Activation.Function.values())));
    RandomOperations operations = new RandomOperations(random);
    Mask mask = operations.mask(outputs * length);
    Weights weights =
        operations.chance(2)
            ? new Weights.Real(Floats.of(gaussian(outputs * length, random)))
            : new Weights.Sparse(mask, new Weights.Real(Floats.of(gaussian(mask.count(), random))));
    return Comparison.chain(input, new Convolution(window, outputs, groups, weights, epilogue));
  }

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void check(Graph graph, int batch, Random random) {
    check(
        graph,
        batch,
        graph.inputs().stream()
            .map(node -> gaussian(batch * graph.type(node.name()).size(), random))
            .toArray(float[][]::new));
  }

  private static void check(Graph graph, int batch, float[][] inputs) {
    float[][] expected = run(graph, new ScalarKernels(), inputs, batch);
    float[][] actual = run(graph, KernelSelection.ofProperty().kernels(), inputs, batch);

    assertThat(actual).as("results of %s", graph.nodes()).isDeepEqualTo(expected);
  }

  private static float[][] run(Graph graph, Kernels kernels, float[][] inputs, int batch) {
    float[][] outputs =
        graph.outputs().stream()
            .map(name -> new float[batch * graph.type(name).size()])
            .toArray(float[][]::new);
    Plan plan = Plan.of(graph, kernels);
    Memory memory = plan.newMemory(Math.min(batch, plan.blockSize()));
    memory.bind(inputs, outputs);
    plan.run(memory, 0, batch);
    return outputs;
  }
}
