package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whole graphs of random operations against the naive interpreter. */
class RandomGraphsTest {

  private static final int[] BATCHES = {1, 2, 7};

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void sessionsComputeWhatTheDefinitionsSay(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.of(random);
    int batch = BATCHES[random.nextInt(BATCHES.length)];
    Comparison.check(graph, RandomGraphs.inputs(graph, batch, random), batch);
  }
}
