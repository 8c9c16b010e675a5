package io.dl4jcompact.quant.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of vertices. */
record VertexAnatomy(ComputationGraph source) implements Anatomy<ComputationGraph> {

  @Override
  public Parts parts() {
    ComputationGraphConfiguration configuration = source.getConfiguration().clone();
    List<Part> parts = new ArrayList<>();
    for (int index : source.topologicalSortOrder()) {
      String name = source.getVertices()[index].getVertexName();
      GraphVertex vertex = configuration.getVertices().get(name);
      // The network's inputs are no parts.
      if (vertex != null) {
        List<String> inputs = configuration.getVertexInputs().get(name);
        parts.add(part(name, vertex, inputs));
      }
    }
    return new Parts(parts, configuration.getNetworkOutputs());
  }

  private Part part(String name, GraphVertex vertex, List<String> inputs) {
    Map<String, INDArray> parameters = Part.copies(source.getVertex(name).paramTable(false));
    return vertex instanceof LayerVertex layer
        ? new Part(name, layer.getLayerConf(), null, layer.getPreProcessor(), inputs, parameters)
        : new Part(name, null, vertex, null, inputs, parameters);
  }

  @Override
  public ComputationGraph assemble(Parts parts) {
    ComputationGraphConfiguration configuration = source.getConfiguration().clone();
    Map<String, GraphVertex> vertices = new LinkedHashMap<>();
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    for (Part part : parts.inOrder()) {
      vertices.put(part.name(), vertex(part, parts.isOutput(part)));
      inputs.put(part.name(), new ArrayList<>(part.inputs()));
    }
    configuration.setVertices(vertices);
    configuration.setVertexInputs(inputs);
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    parts
        .inOrder()
        .forEach(part -> Anatomy.assign(part, network.getVertex(part.name()).paramTable(false)));
    return network;
  }

  private static GraphVertex vertex(Part part, boolean output) {
    if (part.vertex() != null) {
      return part.vertex().clone();
    }
    InputPreProcessor preProcessor = part.preProcessor();
    LayerVertex vertex =
        new LayerVertex(part.conf().clone(), preProcessor == null ? null : preProcessor.clone());
    vertex.setOutputVertex(output);
    return vertex;
  }

  @Override
  public void run(ComputationGraph network, INDArray[] features) {
    network.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    network.feedForward(features, false, false);
  }

  @Override
  public Layer layer(ComputationGraph network, Parts parts, String name) {
    return network.getLayer(name);
  }
}
