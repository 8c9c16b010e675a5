package io.dl4jcompact.quant;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * Convolution, compensation, batch normalisation and ReLU, in this order, as separate layers:
 * {@code new QuantizedConvolutionBlock("conv1", convolution).addTo(list)}.
 *
 * <p>The layers are named as the block, with "-compensation", "-norm" and "-relu" behind the name
 * of all but the convolution.
 *
 * @param convolution whose name, if any, is replaced by the block's
 * @param compensation or null for none
 */
public record QuantizedConvolutionBlock(
    String name, QuantizedConvolutionLayer convolution, CompensationLayer compensation) {

  public QuantizedConvolutionBlock {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(convolution, "convolution");
  }

  /** With a compensation of default settings. */
  public QuantizedConvolutionBlock(String name, QuantizedConvolutionLayer convolution) {
    this(name, convolution, new CompensationLayer.Builder().build());
  }

  /** The same without a compensation. */
  public QuantizedConvolutionBlock withoutCompensation() {
    return new QuantizedConvolutionBlock(name, convolution, null);
  }

  /** The layers, each a new one. */
  public List<Layer> layers() {
    Layer first = named(convolution, "");
    Layer norm = named(new BatchNormalization(), "-norm");
    Layer relu = named(new ActivationLayer(Activation.RELU), "-relu");
    return compensation == null
        ? List.of(first, norm, relu)
        : List.of(first, named(compensation, "-compensation"), norm, relu);
  }

  private Layer named(Layer layer, String ending) {
    Layer copy = layer.clone();
    copy.setLayerName(name + ending);
    return copy;
  }

  /** Adds the layers behind those that are there. */
  public ListBuilder addTo(ListBuilder list) {
    layers().forEach(list::layer);
    return list;
  }

  /**
   * Adds the layers to a graph.
   *
   * @param input the vertex whose result the convolution takes
   * @return the name of the last layer
   */
  public String addTo(GraphBuilder graph, String input) {
    String previous = input;
    for (Layer layer : layers()) {
      graph.addLayer(layer.getLayerName(), layer, previous);
      previous = layer.getLayerName();
    }
    return previous;
  }
}
