package io.dl4jcompact.sparse.consistency;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The loss function of a network's output layer, which is dense, sparse or without weights. */
final class OutputLoss {

  private final org.deeplearning4j.nn.conf.layers.Layer layer;

  private OutputLoss(org.deeplearning4j.nn.conf.layers.Layer layer) {
    this.layer = layer;
  }

  /**
   * Of a layer of a network.
   *
   * @throws IllegalArgumentException if it has no loss function of rows, or sums gradients
   */
  static OutputLoss of(Layer output) {
    Layer inner = output instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : output;
    org.deeplearning4j.nn.conf.layers.Layer layer = inner.conf().getLayer();
    if (!(layer instanceof OutputLayer || layer instanceof LossLayer)) {
      throw new IllegalArgumentException(
          "output layer \"%s\" is a %s, expected an OutputLayer or a LossLayer"
              .formatted(layer.getLayerName(), layer.getClass().getSimpleName()));
    }
    if (!inner.conf().isMiniBatch()) {
      throw new IllegalArgumentException(
          "output layer \"%s\": miniBatch is false, expected true: gradients are means here"
              .formatted(layer.getLayerName()));
    }
    return new OutputLoss(layer);
  }

  ILossFunction get() {
    return layer instanceof OutputLayer output
        ? output.getLossFn()
        : ((LossLayer) layer).getLossFn();
  }

  void set(ILossFunction loss) {
    if (layer instanceof OutputLayer output) {
      output.setLossFn(loss);
    } else {
      ((LossLayer) layer).setLossFn(loss);
    }
  }
}
