package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Graphs for tests of passes, with seeded constants, and a comparison of what they compute. */
final class Graphs {

  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  /** A graph with one input, named {@code in}. */
  Graphs(long seed, TensorType input) {
    random = new SplittableRandom(seed);
    nodes.add(new Node("in", "in", new Input(input), List.of()));
  }

  /** Adds a node, whose name is its layer's as well. */
  Graphs add(String name, Op op, String... inputs) {
    nodes.add(new Node(name, name, op, List.of(inputs)));
    return this;
  }

  /** Makes a node an output. */
  Graphs output(String name) {
    outputs.add(name);
    return this;
  }

  Graph build() {
    return new Graph(nodes, outputs);
  }

  SplittableRandom random() {
    return random;
  }

  /** A convolution with random ±1 weights. */
  Convolution signs(Window window, int inputs, int outputs) {
    return signs(window, inputs, outputs, 1);
  }

  /** A convolution with random ±1 weights whose outputs see groups of the inputs. */
  Convolution signs(Window window, int inputs, int outputs, int groups) {
    Bits bits = Bits.of(outputs * window.taps() * inputs / groups, i -> random.nextBoolean());
    return new Convolution(window, outputs, groups, new Weights.Signs(bits), Epilogue.Real.NONE);
  }

  /** A convolution with random float weights. */
  Convolution real(Window window, int inputs, int outputs) {
    float[] weights = numbers(outputs * window.taps() * inputs, -1, 1);
    Weights real = new Weights.Real(Floats.of(weights));
    return new Convolution(window, outputs, real, Epilogue.Real.NONE);
  }

  /** A batch normalisation with scales of either sign, some 0. */
  Affine norm(int channels) {
    float[] scale = numbers(channels, -1, 1);
    for (int i = 0; i < channels; i++) {
      scale[i] = random.nextInt(5) == 0 ? 0 : scale[i];
    }
    return new Affine(
        Floats.of(numbers(channels, -3, 3)), Floats.of(scale), Floats.of(numbers(channels, -1, 1)));
  }

  /** Random numbers of a range. */
  float[] numbers(int count, double from, double to) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return numbers;
  }

  /** A square window with this padding on all sides. */
  static Window window(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, stride, 1, 1, padding, padding, padding, padding);
  }

  /** Requires that two graphs give the same on random inputs, within a relative difference. */
  void requireSame(Graph expected, Graph actual, double relative) {
    int size = expected.type(expected.inputs().get(0).name()).size();
    float[] input = numbers(5 * size, -2, 2);
    assertThat(actual.outputs()).hasSameSizeAs(expected.outputs());
    float[][] before = run(expected, input);
    float[][] after = run(actual, input);
    for (int o = 0; o < before.length; o++) {
      assertThat(after[o]).hasSameSizeAs(before[o]);
      for (int i = 0; i < before[o].length; i++) {
        double allowed = relative * Math.max(1, Math.abs(before[o][i]));
        assertThat((double) after[o][i])
            .as("output %d, element %d", o, i)
            .isBetween(before[o][i] - allowed, before[o][i] + allowed);
      }
    }
  }

  private static float[][] run(Graph graph, float[] input) {
    float[][] outputs = new float[graph.outputs().size()][];
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = new float[5 * graph.type(graph.outputs().get(o)).size()];
    }
    new CompactModel(graph, ModelInfo.EMPTY).newSession().run(new float[][] {input}, outputs);
    return outputs;
  }

  /** The classes of a graph's operations, in order. */
  static List<String> operations(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().getClass().getSimpleName()).toList();
  }
}
