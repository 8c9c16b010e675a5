package io.dl4jcompact.benchmarks.onnx;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a graph of floats as an ONNX model, in the form that ONNX Runtime runs fastest: batch
 * normalisations are in the weights already where the export's passes could fold them, windows that
 * cover their map become matrix products, and ONNX Runtime fuses activations itself.
 *
 * <p>Knows what feed-forward networks of dense, convolution, max-pooling and batch normalisation
 * layers need, with ReLU, softmax or no activation.
 */
public final class OnnxGraph {

  private static final Map<String, long[]> NO_ATTRIBUTES = Map.of();

  private final OnnxModel model = new OnnxModel();
  private final Map<String, String> values = new HashMap<>();
  private final Graph graph;

  private OnnxGraph(Graph graph) {
    this.graph = graph;
  }

  /**
   * The model's bytes; its input is {@code [batch, channels, height, width]}, or {@code [batch,
   * length]}, of any batch.
   *
   * @throws IllegalArgumentException if an operation is not known; the message names it
   */
  public static byte[] write(Graph graph) {
    OnnxGraph writer = new OnnxGraph(graph);
    for (Node node : graph.nodes()) {
      writer.values.put(node.name(), writer.add(node));
    }
    return writer.model.toBytes(
        graph.outputs().stream().map(writer.values::get).toArray(String[]::new));
  }

  private String add(Node node) {
    if (node.op() instanceof Input input) {
      return model.input(node.name(), shape(input.type()));
    }
    String value = values.get(node.inputs().get(0));
    TensorType type = graph.inputTypes(node).get(0);
    if (node.op() instanceof Convolution convolution) {
      return convolution(convolution, value, type);
    } else if (node.op() instanceof Pool pool && pool.pooling().equals(Pooling.MAX)) {
      return model.node("MaxPool", window(pool.window()), value);
    } else if (node.op() instanceof Affine affine) {
      return affine(affine, value, type.channels());
    } else if (node.op() instanceof Activate activate) {
      return activated(activate.activation(), value);
    } else if (node.op() instanceof Flatten) {
      return model.node("Flatten", NO_ATTRIBUTES, value);
    } else if (node.op() instanceof Softmax && type.isVector()) {
      return model.node("Softmax", Map.of("axis", new long[] {1}), value);
    }
    throw new IllegalArgumentException(
        node.op() + " of layer '" + node.layer() + "' cannot be written as ONNX");
  }

  private static long[] shape(TensorType type) {
    return type.isVector()
        ? new long[] {-1, type.channels()}
        : new long[] {-1, type.channels(), type.height(), type.width()};
  }

  private String convolution(Convolution convolution, String value, TensorType type) {
    if (!(convolution.epilogue() instanceof Epilogue.Real epilogue)) {
      throw new IllegalArgumentException("limits cannot be written as ONNX");
    }
    int outputs = convolution.outputs();
    float[] values = channelsFirst(convolution, type, epilogue.scale());
    String bias = model.floats(perChannel(epilogue.shift(), outputs, 0), outputs);
    String sums =
        convolution.window().covers(type) && convolution.groups() == 1
            ? product(value, type, model.floats(values, outputs, type.size()), bias)
            : slid(convolution, value, type, values, bias);
    return activated(epilogue.activation(), sums);
  }

  private String product(String value, TensorType type, String weights, String bias) {
    String vector = type.isVector() ? value : model.node("Flatten", NO_ATTRIBUTES, value);
    return model.node("Gemm", Map.of("transB", new long[] {1}), vector, weights, bias);
  }

  private String slid(
      Convolution convolution, String value, TensorType type, float[] values, String bias) {
    Window window = convolution.window();
    String weights =
        model.floats(
            values,
            convolution.outputs(),
            convolution.groupChannels(type),
            window.kernelHeight(),
            window.kernelWidth());
    Map<String, long[]> attributes = new HashMap<>(window(window));
    attributes.put("group", new long[] {convolution.groups()});
    return model.node("Conv", attributes, value, weights, bias);
  }

  /** Weights [output][channel of the group][row][column], times the scale of their output. */
  private static float[] channelsFirst(Convolution convolution, TensorType type, Floats scale) {
    int channels = convolution.groupChannels(type);
    int taps = convolution.window().taps();
    float[] values = new float[convolution.weights().count()];
    for (int i = 0; i < values.length; i++) {
      int output = i / (taps * channels);
      int tap = i / channels % taps;
      int channel = i % channels;
      values[(output * channels + channel) * taps + tap] =
          convolution.weights().get(i) * scale.channel(output, 1);
    }
    return values;
  }

  private String affine(Affine affine, String value, int channels) {
    float[] variance = perChannel(Floats.NONE, channels, 1);
    return model.node(
        "BatchNormalization",
        NO_ATTRIBUTES,
        value,
        model.floats(perChannel(affine.scale(), channels, 1), channels),
        model.floats(perChannel(affine.shift(), channels, 0), channels),
        model.floats(perChannel(affine.center(), channels, 0), channels),
        model.floats(variance, channels));
  }

  private static float[] perChannel(Floats parameter, int channels, float absent) {
    float[] values = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      values[channel] = parameter.channel(channel, absent);
    }
    return values;
  }

  private String activated(Activation activation, String value) {
    return switch (activation.function()) {
      case IDENTITY -> value;
      case RELU -> model.node("Relu", NO_ATTRIBUTES, value);
      default -> throw new IllegalArgumentException(activation + " cannot be written as ONNX");
    };
  }

  private static Map<String, long[]> window(Window window) {
    return Map.of(
        "kernel_shape", new long[] {window.kernelHeight(), window.kernelWidth()},
        "strides", new long[] {window.strideHeight(), window.strideWidth()},
        "dilations", new long[] {window.dilationHeight(), window.dilationWidth()},
        "pads",
            new long[] {window.padTop(), window.padLeft(), window.padBottom(), window.padRight()});
  }
}
