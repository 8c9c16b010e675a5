package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.ZeroPad;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.ScalarKernels;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PlannerTest {

  private static final MemoryLimit UNLIMITED = new MemoryLimit(Long.MAX_VALUE);

  @Example
  void aLongChainTakesTheSpaceOfItsTwoLargestNeighbours() {
    Op[] operations = new Op[50];
    Arrays.fill(operations, new Activate(Activation.IDENTITY));
    operations[20] = new ZeroPad(0, 1, 0, 0);
    Graph graph = Comparison.chain(TensorType.map(2, 10, 5), operations);

    Plan plan = Plan.of(graph, new ScalarKernels());

    assertThat(plan.sample()).isEqualTo(new SampleSize(150 + 150, 0, 0));
  }

  @Example
  void nodesThatNoOutputDependsOnTakeNoSpace() {
    Node input = new Node("in", "in", new Input(TensorType.vector(3)), List.of());
    Node used = new Node("used", "used", new Softmax(), List.of("in"));
    Node unused = new Node("unused", "unused", new Concat(), List.of("in", "in", "in"));

    Planner planner =
        new Planner(
            new Graph(List.of(input, used, unused), List.of("used")),
            new ScalarKernels(),
            UNLIMITED);
    planner.plan();

    assertThat(planner.slots()).containsOnlyKeys("in", "used");
  }

  @Property(tries = 300)
  void valuesThatAStepNeedsHavePlacesOfTheirOwn(@ForAll long seed) {
    Graph graph = RandomGraphs.of(new Random(seed));
    Planner planner = new Planner(graph, new ScalarKernels(), UNLIMITED);
    planner.plan();
    Map<String, Slot> slots = planner.slots();
    List<Node> run = graph.nodes().stream().filter(n -> slots.containsKey(n.name())).toList();
    for (int step = 0; step < run.size(); step++) {
      List<Node> made = run.subList(0, step + 1);
      List<Node> left = run.subList(step, run.size());
      // What a step makes, and whatever was made before and is taken by it or later.
      Node now = run.get(step);
      List<String> alive =
          made.stream()
              .map(Node::name)
              .filter(
                  name ->
                      name.equals(now.name())
                          || left.stream().anyMatch(n -> n.inputs().contains(name)))
              .toList();
      for (String a : alive) {
        for (String b : alive) {
          assertThat(a.equals(b) || apart(slots.get(a), slots.get(b)))
              .as("%s and %s at %s", slots.get(a), slots.get(b), now)
              .isTrue();
        }
      }
    }
  }

  private static boolean apart(Slot a, Slot b) {
    return a.store() != b.store()
        || a.start() + a.size() <= b.start()
        || b.start() + b.size() <= a.start();
  }

  @Example
  void largeValuesAreRunInSmallBlocks() {
    Graph small = Comparison.chain(TensorType.vector(3), new Softmax());
    Graph large = Comparison.chain(TensorType.map(1000, 1000, 3), new Softmax());

    assertThat(Plan.of(small, new ScalarKernels()).blockSize()).isEqualTo(64);
    assertThat(Plan.of(large, new ScalarKernels()).blockSize()).isEqualTo(1);
  }
}
