package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Translates networks of vertices, with any number of inputs and outputs. */
final class ComputationGraphTranslator {

  private final ComputationGraph network;
  private final ComputationGraphConfiguration conf;
  private final LayerExporters exporters = LayerExporters.installed();
  private final GraphBuilder graph = new GraphBuilder();
  private final Map<String, Value> values = new HashMap<>();
  private final List<SourceLayer> layers = new ArrayList<>();

  private ComputationGraphTranslator(ComputationGraph network) {
    this.network = network;
    conf = network.getConfiguration();
  }

  static Translation translate(ComputationGraph network, ExportOptions options) {
    if (network.getVertices() == null) {
      throw ExportException.notInitialised();
    }
    return new ComputationGraphTranslator(network).translate(options);
  }

  private Translation translate(ExportOptions options) {
    for (int index : network.topologicalSortOrder()) {
      String name = network.getVertices()[index].getVertexName();
      if (!conf.getNetworkInputs().contains(name)) {
        layers.add(source(name));
      }
    }
    addInputs(options);
    layers.forEach(source -> values.put(source.name(), export(source)));
    List<Value> outputs = conf.getNetworkOutputs().stream().map(values::get).toList();
    return new Translation(graph.graph(outputs), layers);
  }

  private void addInputs(ExportOptions options) {
    List<String> names = conf.getNetworkInputs();
    InputTypes.requireCount(options, names.size());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      TensorType type =
          options.inputTypes().isEmpty()
              ? infer(name)
              : InputTypes.tensorType(name, options.inputTypes().get(i));
      values.put(name, graph.addNamed(name, name, InputTypes.input(name, type, options)));
    }
  }

  /** From any of the layers that take an input, since one may say what another leaves open. */
  private TensorType infer(String input) {
    return conf.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(input))
        .map(entry -> Wrapped.vertex(conf.getVertices().get(entry.getKey())))
        .filter(LayerVertex.class::isInstance)
        .map(LayerVertex.class::cast)
        .flatMap(
            vertex ->
                InputTypes.infer(vertex.getPreProcessor(), vertex.getLayerConf().getLayer())
                    .stream())
        .findFirst()
        .orElseThrow(() -> InputTypes.unknown(input));
  }

  private Value export(SourceLayer source) {
    List<Value> inputs =
        conf.getVertexInputs().get(source.name()).stream().map(values::get).toList();
    return exporters.export(
        conf.getVertices().get(source.name()), new ExportContext(source, inputs, graph, exporters));
  }

  private SourceLayer source(String name) {
    Object inner = Wrapped.inner(conf.getVertices().get(name));
    Map<String, INDArray> parameters = network.getVertex(name).paramTable(false);
    SourceLayer source =
        new SourceLayer(
            name, inner.getClass().getSimpleName(), parameters == null ? Map.of() : parameters);
    exporters.requireSupported(inner, source);
    return source;
  }
}
