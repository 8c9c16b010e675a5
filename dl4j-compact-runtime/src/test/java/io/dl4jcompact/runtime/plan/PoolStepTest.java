package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Pooling over windows of every kind, those included that see padding only. */
class PoolStepTest {

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void floatsArePooledAsDefined(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    Window window = operations.window(map);
    check(Comparison.chain(map, new Pool(window, operations.pooling())), random);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void bitsAreMaxPooledAsDefined(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    Quantize quantize =
        new Quantize(random.nextBoolean() ? new StepQuantizer() : new SignQuantizer());
    Pool pool = new Pool(operations.window(map), Pooling.MAX);
    check(Comparison.chain(map, quantize, pool), random);
  }

  private static TensorType map(RandomOperations operations) {
    int height = operations.between(1, 9);
    return TensorType.map(height, operations.between(1, 9), operations.channels());
  }

  private static void check(Graph graph, Random random) {
    Comparison.check(graph, RandomGraphs.inputs(graph, 3, random), 3);
  }
}
