package io.dl4jcompact.quant.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of a network that was taken apart, or a vertex that is none.
 *
 * @param name its name; for a layer without one, its index
 * @param conf of a layer; null for a vertex that is none
 * @param vertex null for a layer
 * @param preProcessor of a layer's input, or null
 * @param inputs names of other parts, or of the network's inputs
 * @param parameters copies, which may be changed
 */
record Part(
    String name,
    NeuralNetConfiguration conf,
    GraphVertex vertex,
    InputPreProcessor preProcessor,
    List<String> inputs,
    Map<String, INDArray> parameters) {

  Part {
    inputs = List.copyOf(inputs);
  }

  /**
   * @param parameters copied; null, which Deeplearning4j gives where there are none, is allowed
   */
  static Map<String, INDArray> copies(Map<String, INDArray> parameters) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    if (parameters != null) {
      parameters.forEach((key, value) -> copies.put(key, value.dup()));
    }
    return copies;
  }

  /** The layer; empty for a vertex that is none. */
  Optional<Layer> layer() {
    return Optional.ofNullable(conf).map(NeuralNetConfiguration::getLayer);
  }

  /** The same part of the network with another layer. */
  Part with(Layer layer, Map<String, INDArray> parameters) {
    NeuralNetConfiguration other = conf.clone();
    other.setLayer(layer);
    // Names of the parameters of the layer that was there.
    other.clearVariables();
    return new Part(name, other, vertex, preProcessor, inputs, parameters);
  }

  Part withName(String other) {
    return new Part(other, conf, vertex, preProcessor, inputs, parameters);
  }

  Part withInputs(List<String> others) {
    return new Part(name, conf, vertex, preProcessor, others, parameters);
  }

  Part withoutPreProcessor() {
    return new Part(name, conf, vertex, null, inputs, parameters);
  }
}
