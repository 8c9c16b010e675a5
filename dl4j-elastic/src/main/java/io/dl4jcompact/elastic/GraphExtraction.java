package io.dl4jcompact.elastic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Cuts a subnet out of a graph: follows the widths through its vertices. */
final class GraphExtraction {

  private final ComputationGraph network;
  private final ComputationGraphConfiguration conf;
  private final Extraction extraction;
  private final Map<String, Width> widths = new HashMap<>();

  GraphExtraction(ComputationGraph network, SubnetConfig config) {
    this.network = network;
    conf = network.getConfiguration().clone();
    extraction = new Extraction(config);
  }

  ComputationGraph run() {
    conf.getNetworkInputs().forEach(input -> widths.put(input, Width.INPUT));
    for (int index : network.topologicalSortOrder()) {
      String name = network.getVertices()[index].getVertexName();
      if (!widths.containsKey(name)) {
        List<Width> inputs = conf.getVertexInputs().get(name).stream().map(widths::get).toList();
        widths.put(name, outputs(name, conf.getVertices().get(name), inputs));
      }
    }
    conf.setIterationCount(0);
    conf.setEpochCount(0);
    ComputationGraph extracted = new ComputationGraph(conf);
    extracted.init();
    extraction.writeParameters(extracted);
    return extracted;
  }

  private Width outputs(String name, GraphVertex vertex, List<Width> inputs) {
    if (vertex instanceof LayerVertex layer) {
      NarrowPreProcessor narrow = NarrowPreProcessor.of(layer.getPreProcessor(), inputs.get(0));
      conf.getVertices().put(name, new LayerVertex(layer.getLayerConf(), narrow.processor()));
      return extraction.replace(layer.getLayerConf(), network.getLayer(name), narrow.outputs());
    }
    if (vertex instanceof PreprocessorVertex processor) {
      NarrowPreProcessor narrow = NarrowPreProcessor.of(processor.getPreProcessor(), inputs.get(0));
      conf.getVertices().put(name, new PreprocessorVertex(narrow.processor()));
      return narrow.outputs();
    }
    if (vertex instanceof MergeVertex && !inputs.contains(Width.INPUT)) {
      return merged(inputs);
    }
    if (vertex instanceof ElementWiseVertex) {
      return equal(name, inputs);
    }
    if (vertex instanceof ScaleVertex
        || vertex instanceof ShiftVertex
        || vertex instanceof L2NormalizeVertex) {
      return inputs.get(0);
    }
    if (inputs.stream().allMatch(Width::isFull)) {
      return Width.INPUT;
    }
    throw refusal(name, "is a " + vertex.getClass().getSimpleName() + " that is given a part");
  }

  private static Width merged(List<Width> inputs) {
    return new Width(
        inputs.stream().mapToLong(Width::active).sum(),
        inputs.stream().mapToLong(Width::full).sum());
  }

  private static Width equal(String name, List<Width> inputs) {
    List<Width> known = inputs.stream().filter(width -> !width.equals(Width.INPUT)).toList();
    if (known.stream().mapToLong(Width::active).distinct().count() > 1) {
      throw refusal(name, "is given widths " + known.stream().map(Width::active).toList());
    }
    return known.isEmpty() ? Width.INPUT : known.get(0);
  }

  private static IllegalArgumentException refusal(String name, String what) {
    return new IllegalArgumentException(
        "vertex \"%s\" %s of its inputs' channels in this subnet, expected equal or full widths"
            .formatted(name, what));
  }
}
