package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link LayerExporter} is given: a layer's name, parameters and inputs, and the graph. */
public final class ExportContext {

  private final SourceLayer source;
  private final List<Value> inputs;
  private final GraphBuilder graph;
  private final LayerExporters exporters;

  ExportContext(
      SourceLayer source, List<Value> inputs, GraphBuilder graph, LayerExporters exporters) {
    this.source = source;
    this.inputs = inputs;
    this.graph = graph;
    this.exporters = exporters;
  }

  SourceLayer source() {
    return source;
  }

  /** The layer's name in the network. */
  public String layer() {
    return source.name();
  }

  /** What the layer takes, in order. */
  public List<Value> inputs() {
    return inputs;
  }

  /**
   * The only input.
   *
   * @throws ExportException if there is not exactly one
   */
  public Value input() {
    if (inputs.size() != 1) {
      throw unsupported(inputs.size() + " inputs, expected 1");
    }
    return inputs.get(0);
  }

  /** Whether the layer has a parameter of this name. */
  public boolean hasParameter(String name) {
    return source.parameters().containsKey(name);
  }

  /**
   * A parameter's values in row-major order of its shape, however DL4J stores it.
   *
   * @param shape the expected shape; axes of length 1 do not count
   * @throws ExportException if it is missing, of another shape, or has a value that is not finite
   */
  public float[] parameter(String name, int... shape) {
    return source.parameter(name, shape);
  }

  /**
   * A parameter as the network has it, for what must be computed as training computes it.
   *
   * @return the network's own array, which must not be changed
   * @throws ExportException if it is missing
   */
  public INDArray array(String name) {
    return source.array(name);
  }

  /** The same layer with one more parameter, or with another array for one of its own. */
  public ExportContext withParameter(String name, INDArray array) {
    Map<String, INDArray> parameters = new LinkedHashMap<>(source.parameters());
    parameters.put(name, array);
    SourceLayer other = new SourceLayer(source.name(), source.kind(), parameters);
    return new ExportContext(other, inputs, graph, exporters);
  }

  /**
   * The weights W [inputs, outputs] of a layer that takes a vector, in the runtime's order.
   *
   * @throws ExportException if the input is no vector; else as {@link #parameter}
   */
  public float[] denseWeights(int outputs) {
    TensorType type = input().type();
    if (!type.isVector()) {
      throw unsupported(
          "takes a vector, its input is " + type + "; add a CnnToFeedForwardPreProcessor");
    }
    float[] weights = parameter(DefaultParamInitializer.WEIGHT_KEY, type.size(), outputs);
    return WeightOrder.dense(weights, type.size(), outputs);
  }

  /**
   * The weights W [outputs, inputs / groups, kernel height, kernel width] of a convolution, in the
   * runtime's order.
   *
   * @throws ExportException as {@link #parameter}
   */
  public float[] convolutionWeights(Window window, int outputs, int groups) {
    int channels = input().type().channels() / groups;
    int[] shape = {outputs, channels, window.kernelHeight(), window.kernelWidth()};
    float[] weights = parameter(ConvolutionParamInitializer.WEIGHT_KEY, shape);
    return WeightOrder.convolution(weights, channels, window.taps());
  }

  /**
   * Adds a node.
   *
   * @return its result
   * @throws ExportException if the operation does not take these inputs
   */
  public Value emit(Op op, Value... operands) {
    try {
      FiniteConstants.require(op);
      return graph.add(layer(), op, operands);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExportException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * Adds an activation function.
   *
   * @throws ExportException if the runtime does not have it
   */
  public Value activate(Value value, IActivation activation) {
    Value result = value;
    for (Op op : ActivationTranslation.ops(activation, value.type(), this)) {
      result = emit(op, result);
    }
    return result;
  }

  /**
   * Translates another configuration in the layer's name and with its inputs, for wrappers.
   *
   * @throws ExportException if there is no exporter for its class
   */
  public Value export(Object conf) {
    return exporters.export(conf, this);
  }

  /**
   * Translates another configuration in the layer's name.
   *
   * @throws ExportException if there is no exporter for its class
   */
  public Value export(Object conf, Value operand) {
    return exporters.export(conf, new ExportContext(source, List.of(operand), graph, exporters));
  }

  /** An exception that names this layer. */
  public ExportException unsupported(String what) {
    return new ExportException(source + ": " + what);
  }
}
