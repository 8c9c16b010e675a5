package io.dl4jcompact.elastic.search;

import io.dl4jcompact.elastic.ProductCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a subnet costs, and how much it may.
 *
 * @param name what is counted, with its unit, for tables and plots
 * @param limit the most that a subnet may cost; may be infinite
 * @param of the cost of an extracted network, 0 or more
 */
public record SubnetCost(String name, double limit, ToDoubleFunction<Model> of) {

  public SubnetCost {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(of, "of");
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(name + ": limit is " + limit + ", expected 0 or more");
    }
  }

  /** Number of parameters. */
  public static SubnetCost parameters(double limit) {
    return new SubnetCost("parameters", limit, Model::numParams);
  }

  /**
   * Multiply-adds of one sample's dense layers, convolutions and blocks of this module.
   *
   * @param inputTypes of the network's inputs
   */
  public static SubnetCost multiplyAdds(double limit, InputType... inputTypes) {
    return new SubnetCost("multiply-adds", limit, network -> multiplyAdds(network, inputTypes));
  }

  /**
   * A time, or whatever is measured, of the extracted network; for example of its exported model on
   * this machine.
   *
   * @param name with the unit, for example "latency, ms"
   */
  public static SubnetCost measured(String name, double limit, ToDoubleFunction<Model> measure) {
    return new SubnetCost(name, limit, measure);
  }

  private static long multiplyAdds(Model network, InputType... inputTypes) {
    long sum = 0;
    for (SizedLayer sized : layers(network, inputTypes)) {
      sum += multiplyAdds(sized.layer(), sized.outputType());
    }
    return sum;
  }

  private record SizedLayer(Layer layer, InputType outputType) {}

  private static List<SizedLayer> layers(Model network, InputType... inputTypes) {
    List<SizedLayer> layers = new ArrayList<>();
    if (network instanceof MultiLayerNetwork list) {
      MultiLayerConfiguration conf = list.getLayerWiseConfigurations();
      List<InputType> outputs = conf.getLayerActivationTypes(inputTypes[0]);
      for (int i = 0; i < outputs.size(); i++) {
        layers.add(new SizedLayer(conf.getConf(i).getLayer(), outputs.get(i)));
      }
    } else {
      var conf = ((ComputationGraph) network).getConfiguration();
      Map<String, InputType> outputs = conf.getLayerActivationTypes(false, inputTypes);
      conf.getVertices()
          .forEach(
              (name, vertex) -> {
                if (vertex instanceof LayerVertex layer) {
                  layers.add(new SizedLayer(layer.getLayerConf().getLayer(), outputs.get(name)));
                }
              });
    }
    return layers;
  }

  private static long multiplyAdds(Layer conf, InputType outputType) {
    Layer layer = conf instanceof FrozenLayer frozen ? frozen.getLayer() : conf;
    if (layer instanceof ProductCount own) {
      return own.multiplyAdds(outputType);
    }
    boolean weighed = layer.initializer().numParams(layer) > 0;
    if (!weighed || layer instanceof BatchNormalization) {
      return 0;
    }
    boolean stock =
        layer.getClass() == ConvolutionLayer.class
            || layer instanceof DenseLayer
            || layer instanceof BaseOutputLayer;
    if (!stock) {
      throw new IllegalArgumentException(
          "layer \"%s\": %s has weights, but its multiply-adds are not known"
              .formatted(layer.getLayerName(), layer.getClass().getSimpleName()));
    }
    FeedForwardLayer products = (FeedForwardLayer) layer;
    long weights = products.getNIn() * products.getNOut();
    if (layer instanceof ConvolutionLayer convolution) {
      weights *= (long) convolution.getKernelSize()[0] * convolution.getKernelSize()[1];
    }
    // Every position of the output has its own products.
    return weights * (outputType.arrayElementsPerExample() / products.getNOut());
  }
}
