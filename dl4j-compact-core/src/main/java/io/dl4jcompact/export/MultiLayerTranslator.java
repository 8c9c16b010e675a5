package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Translates networks of layers in a row. */
final class MultiLayerTranslator {

  private static final String INPUT = "input";

  private MultiLayerTranslator() {}

  static Translation translate(MultiLayerNetwork network, ExportOptions options) {
    if (!network.isInitCalled()) {
      throw ExportException.notInitialised();
    }
    LayerExporters exporters = LayerExporters.installed();
    List<SourceLayer> layers = sources(network, exporters);
    MultiLayerConfiguration conf = network.getLayerWiseConfigurations();
    GraphBuilder graph = new GraphBuilder();
    Value value =
        graph.addNamed(INPUT, INPUT, InputTypes.input(INPUT, type(conf, options), options));
    for (int i = 0; i < layers.size(); i++) {
      ExportContext context = new ExportContext(layers.get(i), List.of(value), graph, exporters);
      InputPreProcessor preProcessor = conf.getInputPreProcess(i);
      Layer layer = conf.getConf(i).getLayer();
      value =
          preProcessor == null
              ? context.export(layer)
              : context.export(layer, context.export(preProcessor));
    }
    return new Translation(graph.graph(List.of(value)), layers);
  }

  private static List<SourceLayer> sources(MultiLayerNetwork network, LayerExporters exporters) {
    List<SourceLayer> sources = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      Layer layer = Wrapped.layer(network.getLayerWiseConfigurations().getConf(i).getLayer());
      Map<String, INDArray> parameters = network.getLayer(i).paramTable();
      SourceLayer source =
          new SourceLayer(
              name(layer, i, sources),
              layer.getClass().getSimpleName(),
              parameters == null ? Map.of() : parameters);
      exporters.requireSupported(layer, source);
      sources.add(source);
    }
    return sources;
  }

  /** As DL4J's summary has it; DL4J does not see to it that given names differ. */
  private static String name(Layer layer, int index, List<SourceLayer> others) {
    String given = layer.getLayerName();
    String name = given == null || given.isBlank() ? "layer" + index : given;
    boolean taken = others.stream().anyMatch(other -> other.name().equals(name));
    return taken ? name + "#" + index : name;
  }

  private static TensorType type(MultiLayerConfiguration conf, ExportOptions options) {
    InputTypes.requireCount(options, 1);
    if (!options.inputTypes().isEmpty()) {
      return InputTypes.tensorType(INPUT, options.inputTypes().get(0));
    }
    return InputTypes.infer(conf.getInputPreProcess(0), conf.getConf(0).getLayer())
        .orElseThrow(() -> InputTypes.unknown(INPUT));
  }
}
