package io.dl4jcompact.export.onnx;

import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
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
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph as an ONNX model, node by node.
 *
 * <p>Bits are floats there, and 8-bit integers unsigned bytes, q + 128. What the graphs of trained
 * networks have before their layers are fused is known; limits, requantisation by multiplier and
 * shift, and sums and averages of integers are not.
 */
public final class OnnxGraph {

  private final OnnxModel model;
  private final Graph graph;
  private final Map<String, String> values = new HashMap<>();

  private OnnxGraph(Graph graph, ModelInfo info) {
    this.graph = graph;
    model = info.name().isBlank() ? new OnnxModel() : new OnnxModel(info.name());
    info.provenance().forEach(model::metadata);
    if (!info.labels().isEmpty()) {
      model.metadata("labels", String.join("\n", info.labels()));
    }
  }

  /**
   * The model's bytes. Inputs are named as in the graph; outputs after the layers that give them.
   *
   * @throws ExportException if ONNX does not have an operation, or the weights are too many for one
   *     file; the message names the layer
   */
  public static byte[] write(Graph graph, ModelInfo info) {
    return new OnnxGraph(graph, info).write();
  }

  private byte[] write() {
    try {
      graph.nodes().forEach(node -> values.put(node.name(), add(node)));
    } catch (IllegalArgumentException e) {
      throw new ExportException(e.getMessage(), e);
    }
    for (String output : graph.outputs()) {
      model.output(
          graph.node(output).layer(), values.get(output), OnnxScope.shape(graph.type(output)));
    }
    return model.toBytes();
  }

  private String add(Node node) {
    List<String> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(values.get(input)));
    return add(new OnnxScope(model, graph, node, List.copyOf(inputs)));
  }

  private String add(OnnxScope scope) {
    Op op = scope.node().op();
    if (op instanceof Input input) {
      return model.input(scope.node().name(), OnnxScope.shape(input.type()));
    } else if (op instanceof Convolution convolution) {
      return Products.of(convolution, scope);
    } else if (op instanceof Int8Convolution convolution) {
      return QuantizedProducts.of(convolution, scope);
    } else if (op instanceof Affine affine) {
      return Elements.affine(affine, scope);
    } else if (op instanceof Activate activate) {
      return Activations.of(activate.activation(), scope.input(), scope);
    } else if (op instanceof Elementwise elementwise) {
      return Elements.combined(elementwise.combination(), scope);
    } else if (op instanceof Pool pool) {
      return Poolings.sliding(pool, scope);
    } else if (op instanceof GlobalPool pool) {
      return Poolings.global(pool.pooling(), scope);
    }
    return quantisersAndShapes(op, scope);
  }

  private String quantisersAndShapes(Op op, OnnxScope scope) {
    if (op instanceof Quantize quantize) {
      return Quantizers.bits(quantize.quantizer(), scope);
    } else if (op instanceof Unpack) {
      return scope.input();
    } else if (op instanceof QuantizeInt8 quantize) {
      return Quantizers.integers(quantize.quantizer(), scope);
    } else if (op instanceof DequantizeInt8 dequantize) {
      return Quantizers.floats(dequantize.quantizer(), scope.input(), scope);
    } else if (op instanceof Softmax) {
      return scope.add("Softmax", List.of(OnnxAttribute.of("axis", 1)), scope.input());
    } else if (op instanceof Concat) {
      return scope.add(
          "Concat", List.of(OnnxAttribute.of("axis", 1)), scope.inputs().toArray(String[]::new));
    } else if (op instanceof Flatten) {
      return scope.type().isVector() ? scope.input() : scope.add("Flatten", scope.input());
    } else if (op instanceof Unflatten) {
      return unflattened(scope);
    } else if (op instanceof Upsample upsample) {
      return Shapes.upsampled(upsample, scope);
    } else if (op instanceof ZeroPad pad) {
      return Shapes.padded(pad, scope);
    }
    throw scope.unsupported(op.toString());
  }

  private String unflattened(OnnxScope scope) {
    TensorType map = scope.result();
    return map.isVector()
        ? scope.input()
        : scope.add(
            "Reshape", scope.input(), model.longs(0, map.channels(), map.height(), map.width()));
  }
}
