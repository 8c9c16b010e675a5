package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.ElasticLayer.Extracted;
import io.dl4jcompact.elastic.layers.ElasticOperator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What becomes of the layers of a supernet in one subnet, for both kinds of networks. */
final class Extraction {

  private final SubnetConfig config;
  private final Map<String, Map<String, INDArray>> parameters = new LinkedHashMap<>();

  Extraction(SubnetConfig config) {
    this.config = config;
  }

  /**
   * Puts the subnet's layer in the place of the supernet's.
   *
   * @param conf a copy of the layer's configuration, which is changed
   * @param inputs what arrives at the layer
   * @return what leaves it
   */
  Width replace(NeuralNetConfiguration conf, Layer layer, Width inputs) {
    conf.clearVariables();
    Layer inner = ElasticNetwork.unwrapped(layer);
    return inner instanceof ElasticOperator operator
        ? replaceElastic(conf, layer, operator, inputs)
        : keep(conf, layer, inputs);
  }

  private Width replaceElastic(
      NeuralNetConfiguration conf, Layer layer, ElasticOperator operator, Width inputs) {
    String name = ElasticNetwork.name(layer);
    ElasticLayer elastic = operator.slices().conf();
    Map<Dimension, Integer> sizes = config.sizes(name);
    if (sizes.getOrDefault(Dimension.DEPTH, 1) == 0) {
      conf.setLayer(identity(conf.getLayer().getLayerName()));
      return inputs;
    }
    FeedForwardLayer full = (FeedForwardLayer) elastic;
    Extracted extracted =
        elastic.extract(
            sizes, inputs.of(full.getNIn()), ElasticNetwork.unwrapped(layer).paramTable());
    FeedForwardLayer ordinary = extracted.layer();
    org.deeplearning4j.nn.conf.layers.Layer made =
        conf.getLayer() instanceof FrozenLayer ? new FrozenLayer(ordinary) : ordinary;
    made.setLayerName(full.getLayerName());
    conf.setLayer(made);
    parameters.put(name, extracted.parameters());
    return new Width(ordinary.getNOut(), full.getNOut());
  }

  private static org.deeplearning4j.nn.conf.layers.Layer identity(String name) {
    return new ActivationLayer.Builder().name(name).activation(Activation.IDENTITY).build();
  }

  /** A layer without parameters takes what comes; one with parameters takes all it was made for. */
  private Width keep(NeuralNetConfiguration conf, Layer layer, Width inputs) {
    String name = ElasticNetwork.name(layer);
    if (layer.numParams() == 0) {
      return inputs;
    }
    org.deeplearning4j.nn.conf.layers.Layer stock =
        ElasticNetwork.unwrapped(layer).conf().getLayer();
    if (!inputs.isFull()) {
      throw new IllegalArgumentException(
          new LayerSettings(stock.getClass().getSimpleName(), name)
              .message(
                  "number of inputs",
                  inputs.active(),
                  inputs.full() + " as the layer is not elastic",
                  "use ElasticDenseLayer, ElasticOutputLayer, ElasticConvolutionLayer or"
                      + " ElasticBatchNormalization behind a layer whose width varies"));
    }
    parameters.put(name, layer.paramTable());
    if (stock instanceof FeedForwardLayer forward) {
      return new Width(forward.getNOut(), forward.getNOut());
    }
    return Width.INPUT;
  }

  /** Gives an initialised network of the layers that were put in place their parameters. */
  void writeParameters(Model network) {
    for (Layer layer : ElasticNetwork.layers(network)) {
      String name = ElasticNetwork.name(layer);
      Map<String, INDArray> values = parameters.getOrDefault(name, Map.of());
      Map<String, INDArray> table = layer.numParams() == 0 ? Map.of() : layer.paramTable();
      if (!values.keySet().equals(table.keySet())) {
        throw new IllegalStateException(
            "layer %s has parameters %s, extracted were %s"
                .formatted(name, table.keySet(), values.keySet()));
      }
      values.forEach((key, value) -> write(name + "." + key, table.get(key), value));
    }
  }

  private static void write(String name, INDArray to, INDArray value) {
    if (!Arrays.equals(to.shape(), value.shape())) {
      throw new IllegalStateException(
          "parameter %s has shape %s, extracted was %s"
              .formatted(name, Arrays.toString(to.shape()), Arrays.toString(value.shape())));
    }
    to.assign(value);
  }
}
