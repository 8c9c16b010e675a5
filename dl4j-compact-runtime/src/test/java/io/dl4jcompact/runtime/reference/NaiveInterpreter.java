package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs graphs sample by sample in double precision with plain loops: the tests' oracle. */
public final class NaiveInterpreter {

  private final Graph graph;

  public NaiveInterpreter(Graph graph) {
    this.graph = graph;
  }

  /**
   * Runs some samples.
   *
   * @param inputs one array for each input: batch first, then channels, rows and columns
   * @return one array for each output
   */
  public double[][] run(float[][] inputs, int batch) {
    int outputs = graph.outputs().size();
    double[][] results = new double[outputs][];
    for (int o = 0; o < outputs; o++) {
      results[o] = new double[batch * graph.type(graph.outputs().get(o)).size()];
    }
    for (int sample = 0; sample < batch; sample++) {
      Map<String, Cube> values = values(inputs, sample);
      for (int o = 0; o < outputs; o++) {
        double[] flat = values.get(graph.outputs().get(o)).channelsFirst();
        System.arraycopy(flat, 0, results[o], sample * flat.length, flat.length);
      }
    }
    return results;
  }

  private Map<String, Cube> values(float[][] inputs, int sample) {
    Map<String, Cube> values = new HashMap<>();
    int index = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Input input) {
        values.put(node.name(), load(input.type(), inputs[index++], sample));
      } else {
        List<Cube> operands = node.inputs().stream().map(values::get).toList();
        values.put(node.name(), compute(node, operands));
      }
    }
    return values;
  }

  private static Cube load(TensorType type, float[] array, int sample) {
    double[] flat = new double[type.size()];
    Arrays.setAll(flat, i -> array[sample * flat.length + i]);
    return Cube.ofChannelsFirst(flat, type.height(), type.width(), type.channels());
  }

  private Cube compute(Node node, List<Cube> operands) {
    Op op = node.op();
    Cube in = operands.get(0);
    if (op instanceof Convolution convolution) {
      return NaiveWindows.convolution(convolution, in);
    } else if (op instanceof Int8Convolution convolution) {
      return NaiveIntegers.convolution(convolution, in);
    } else if (op instanceof QuantizeInt8 quantize) {
      return NaiveIntegers.quantize(quantize.quantizer(), in);
    } else if (op instanceof DequantizeInt8 dequantize) {
      return NaiveIntegers.dequantize(dequantize.quantizer(), in);
    } else if (op instanceof Int8Add add) {
      return NaiveIntegers.add(add, operands);
    } else if (op instanceof Int8AveragePool pool) {
      return NaiveIntegers.averagePool(pool, in);
    } else if (op instanceof Pool pool) {
      return NaiveWindows.pool(pool.window(), pool.pooling(), nothing(node), in);
    } else if (op instanceof GlobalPool pool) {
      Window window = new Window(in.height, in.width, 1, 1, 1, 1, 0, 0, 0, 0);
      return NaiveWindows.pool(window, pool.pooling(), nothing(node), in);
    } else if (op instanceof Activate activate) {
      return Cube.of(
          in.height,
          in.width,
          in.channels,
          (y, x, c) -> NaiveActivation.apply(activate.activation(), in.get(y, x, c)));
    } else if (op instanceof Affine affine) {
      return NaiveOperations.affine(affine, in);
    } else if (op instanceof Softmax) {
      return NaiveOperations.softmax(in);
    } else if (op instanceof Quantize quantize) {
      return NaiveOperations.quantize(quantize.quantizer(), in);
    } else if (op instanceof ChannelThreshold threshold) {
      return NaiveOperations.threshold(threshold, in);
    } else if (op instanceof Unpack) {
      return in;
    } else if (op instanceof Flip flip) {
      return NaiveOperations.flip(flip, graph.type(node.name()).element(), in);
    } else if (op instanceof Concat) {
      return NaiveOperations.concat(operands, graph.type(node.name()).channels());
    } else if (op instanceof Elementwise elementwise) {
      return NaiveOperations.elementwise(elementwise.combination(), operands);
    } else if (op instanceof ZeroPad pad) {
      return NaiveOperations.zeroPad(pad, in);
    } else if (op instanceof Upsample upsample) {
      return NaiveOperations.upsample(upsample, in);
    } else if (op instanceof Flatten) {
      return NaiveOperations.flatten(in);
    } else if (op instanceof Unflatten to) {
      return Cube.ofChannelsFirst(in.channelsFirst(), to.height(), to.width(), to.channels());
    }
    throw new AssertionError("no naive form of " + op);
  }

  /** What a max-pooling gives that sees padding only. */
  private double nothing(Node node) {
    ElementType element = graph.type(node.name()).element();
    return switch (element) {
      case FLOAT -> -Float.MAX_VALUE;
      case INT8 -> Byte.MIN_VALUE;
      case BIT_01, BIT_PM1 -> element.valueOf(false);
    };
  }
}
