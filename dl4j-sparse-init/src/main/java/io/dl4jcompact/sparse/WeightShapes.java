package io.dl4jcompact.sparse;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The shapes of the weights that a layer will have. */
final class WeightShapes {

  private WeightShapes() {}

  /**
   * By parameter, in the order of the layer: neurons or channels first, then the kernel.
   *
   * @throws IllegalArgumentException if nIn or nOut is not known; the message names the layer
   */
  static Map<String, long[]> of(NeuralNetConfiguration conf, String name) {
    FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
    if (layer.getNIn() < 1) {
      throw new IllegalArgumentException(
          "layer \"%s\" (%s): nIn is %d, expected at least 1; set it, or the network's input type"
              .formatted(name, layer.getClass().getSimpleName(), layer.getNIn()));
    }
    Map<String, INDArray> table = views(conf.clone());
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String parameter : SupportedLayers.weightKeys(layer)) {
      shapes.put(parameter, channelsFirst(layer, table.get(parameter).shape()));
    }
    return shapes;
  }

  /** The number of weights of a parameter of a layer whose nIn and nOut are known. */
  static long length(FeedForwardLayer layer, String parameter) {
    NeuralNetConfiguration conf = new NeuralNetConfiguration();
    conf.setLayer(layer);
    return views(conf).get(parameter).length();
  }

  private static Map<String, INDArray> views(NeuralNetConfiguration conf) {
    Layer layer = conf.getLayer();
    // Bytes, since only the views' shapes are looked at.
    INDArray view = Nd4j.create(DataType.INT8, layer.initializer().numParams(layer));
    return layer.initializer().init(conf, view, false);
  }

  private static long[] channelsFirst(Layer layer, long... shape) {
    boolean kernelFirst =
        layer instanceof DepthwiseConvolution2D || layer instanceof Deconvolution3D;
    if (!kernelFirst) {
      return shape;
    }
    long[] moved = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      moved[(i + 2) % shape.length] = shape[i];
    }
    return moved;
  }
}
