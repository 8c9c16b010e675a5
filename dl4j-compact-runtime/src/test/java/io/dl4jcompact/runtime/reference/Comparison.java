package io.dl4jcompact.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import java.util.ArrayList;
import java.util.List;

/** Compares sessions with the {@link NaiveInterpreter}. */
public final class Comparison {

  /** Relative to the largest value of an output, or to 1 if that is larger. */
  private static final double TOLERANCE = 1e-5;

  private Comparison() {}

  /** Runs a graph both ways and requires that floats agree to 1e-5 and whole numbers exactly. */
  public static void check(Graph graph, float[][] inputs, int batch) {
    double[][] expected = new NaiveInterpreter(graph).run(inputs, batch);
    float[][] actual = run(graph, inputs, expected);
    for (int o = 0; o < expected.length; o++) {
      double scale = 1;
      for (double value : expected[o]) {
        scale = Math.max(scale, Math.abs(value));
      }
      for (int i = 0; i < expected[o].length; i++) {
        assertThat((double) actual[o][i])
            .as("output %s, value %s of %s", graph.outputs().get(o), i, graph.nodes())
            .isCloseTo(expected[o][i], within(TOLERANCE * scale));
      }
    }
  }

  /** As {@link #check} without any tolerance. */
  public static void checkExactly(Graph graph, float[][] inputs, int batch) {
    double[][] expected = new NaiveInterpreter(graph).run(inputs, batch);
    float[][] actual = run(graph, inputs, expected);
    for (int o = 0; o < expected.length; o++) {
      double[] widened = new double[actual[o].length];
      for (int i = 0; i < widened.length; i++) {
        widened[i] = actual[o][i];
      }
      assertThat(widened).as("output %s of %s", o, graph.nodes()).containsExactly(expected[o]);
    }
  }

  private static float[][] run(Graph graph, float[][] inputs, double[][] like) {
    float[][] outputs = new float[like.length][];
    for (int o = 0; o < like.length; o++) {
      outputs[o] = new float[like[o].length];
    }
    new CompactModel(graph, ModelInfo.EMPTY).newSession().run(inputs, outputs);
    return outputs;
  }

  /**
   * A graph of one input and operations one after the other, bits and integers as numbers at the
   * end.
   */
  public static Graph chain(TensorType input, Op... operations) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("n0", "layer", new Input(input), List.of()));
    TensorType type = input;
    for (Op operation : operations) {
      type = operation.outputType(List.of(type));
      append(nodes, operation);
    }
    if (type.element().isOneBit()) {
      append(nodes, new Unpack());
    } else if (type.element() == ElementType.INT8) {
      append(nodes, new DequantizeInt8(new AffineQuantizer(1, 0, -128, 127)));
    }
    return new Graph(nodes, List.of("n" + (nodes.size() - 1)));
  }

  private static void append(List<Node> nodes, Op operation) {
    String before = "n" + (nodes.size() - 1);
    nodes.add(new Node("n" + nodes.size(), "layer", operation, List.of(before)));
  }
}
