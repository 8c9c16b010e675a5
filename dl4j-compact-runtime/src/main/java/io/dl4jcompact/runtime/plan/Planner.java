package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Kernels;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a plan: chooses the nodes to run, gives every value a place, and prepares the steps. */
final class Planner {

  private final Graph graph;
  private final Kernels kernels;
  private final MemoryLimit limit;
  private final List<Node> nodes;
  private final Map<String, Slot> slots = new HashMap<>();

  Planner(Graph graph, Kernels kernels, MemoryLimit limit) {
    this.graph = graph;
    this.kernels = kernels;
    this.limit = limit;
    nodes = needed(graph);
  }

  Plan plan() {
    SampleSize sample = new SampleSize(place(Store.FLOATS), place(Store.WORDS), place(Store.BYTES));
    Footprint footprint = new Footprint(graph, limit, sample);
    footprint.requireShapes(nodes);
    List<Step> steps = new ArrayList<>();
    for (Node node : nodes) {
      Step step = Steps.prepare(new Operands(graph, node, slots, kernels));
      footprint.requireScratch(node, step);
      steps.add(step);
      addOutputs(node, steps);
    }
    return new Plan(steps, sample, footprint.scratch(), kernels);
  }

  /** Places of all values, as {@link #plan} gave them. */
  Map<String, Slot> slots() {
    return slots;
  }

  /** Lifetimes of the values of some nodes; steps are counted by node. */
  Map<String, Lifetime> lifetimes() {
    Map<String, Lifetime> lifetimes = new HashMap<>();
    for (int step = 0; step < nodes.size(); step++) {
      Node node = nodes.get(step);
      int size = Slot.sizeOf(graph.type(node.name()));
      lifetimes.put(node.name(), new Lifetime(step, step, size));
      for (String input : node.inputs()) {
        Lifetime sofar = lifetimes.get(input);
        lifetimes.put(input, new Lifetime(sofar.first(), step, sofar.size()));
      }
    }
    return lifetimes;
  }

  private static List<Node> needed(Graph graph) {
    Set<String> names = new HashSet<>(graph.outputs());
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (names.contains(nodes.get(i).name())) {
        names.addAll(nodes.get(i).inputs());
      }
    }
    List<Node> needed = new ArrayList<>();
    for (Node node : nodes) {
      if (names.contains(node.name())) {
        needed.add(node);
      }
    }
    return needed;
  }

  /** Places the values that are kept in one of the arrays; returns its size. */
  private int place(Store store) {
    Map<String, Lifetime> lifetimes = lifetimes();
    List<String> names = new ArrayList<>();
    List<Lifetime> values = new ArrayList<>();
    for (Node node : nodes) {
      if (Store.of(graph.type(node.name())) == store) {
        names.add(node.name());
        values.add(lifetimes.get(node.name()));
      }
    }
    Arena arena = Arena.of(values);
    for (int i = 0; i < names.size(); i++) {
      slots.put(names.get(i), new Slot(store, arena.starts().get(i), values.get(i).size()));
    }
    return arena.size();
  }

  /** Outputs are handed over as soon as they exist, so that they need no place until the end. */
  private void addOutputs(Node node, List<Step> steps) {
    TensorType type = graph.type(node.name());
    for (int i = 0; i < graph.outputs().size(); i++) {
      if (graph.outputs().get(i).equals(node.name())) {
        steps.add(new OutputStep(i, type, slots.get(node.name())));
      }
    }
  }
}
