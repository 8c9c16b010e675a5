package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A float network's parameters as a one-bit network's. */
final class LatentWeights {

  /** Where the estimators with a window let gradients through: |w| up to 1. */
  private static final double WINDOW = 1;

  private LatentWeights() {}

  /** Copies all parameters of a network to its one-bit form. */
  static void carryOver(MultiLayerNetwork from, MultiLayerNetwork to) {
    int next = 0;
    for (Layer layer : from.getLayers()) {
      Layer first = to.getLayer(next++);
      if (isSeparated(layer, first)) {
        separate(layer, first, to.getLayer(next++));
      } else {
        copy(layer.paramTable(), first.paramTable());
        adapt(layer, first);
      }
    }
  }

  /** As {@link #carryOver(MultiLayerNetwork, MultiLayerNetwork)}. */
  static void carryOver(ComputationGraph from, ComputationGraph to) {
    for (GraphVertex vertex : from.getVertices()) {
      GraphVertex other = to.getVertex(vertex.getVertexName());
      if (vertex.hasLayer() && isSeparated(vertex.getLayer(), other.getLayer())) {
        String depth = vertex.getVertexName() + SeparatedLayer.SUFFIX;
        separate(vertex.getLayer(), to.getLayer(depth), other.getLayer());
      } else {
        copy(vertex.paramTable(false), other.paramTable(false));
        if (vertex.hasLayer()) {
          adapt(vertex.getLayer(), other.getLayer());
        }
      }
    }
  }

  private static boolean isSeparated(Layer from, Layer to) {
    return SeparatedLayer.isSeparable(from.conf().getLayer())
        && to.conf().getLayer() instanceof QuantizedLayer;
  }

  private static void separate(Layer from, Layer depth, Layer point) {
    SeparatedLayer.carryOver(from, depth, point);
    adapt(from, depth);
    adapt(from, point);
  }

  private static void copy(Map<String, INDArray> from, Map<String, INDArray> to) {
    if (from != null) {
      from.forEach((key, value) -> to.get(key).assign(value));
    }
  }

  private static void adapt(Layer from, Layer to) {
    if (to.conf().getLayer() instanceof QuantizedLayer quantized
        && !(from.conf().getLayer() instanceof QuantizedLayer)) {
      INDArray weights = to.getParam(DefaultParamInitializer.WEIGHT_KEY);
      if (quantized instanceof BinaryConvolution1DLayer) {
        outputsFirsti(weights);
      }
      moveIntoWindowi(weights, quantized);
    }
  }

  /**
   * Deeplearning4j's Convolution1DLayer says [nOut, nIn, kernel, 1], but computes with the same
   * numbers, in the same order, as [kernel, nIn, nOut].
   */
  private static void outputsFirsti(INDArray weights) {
    long[] shape = weights.shape();
    INDArray computed = weights.dup('c').reshape('c', shape[2], shape[1], shape[0]);
    weights.assign(computed.permute(2, 1, 0).dup('c').reshape('c', shape));
  }

  private static void moveIntoWindowi(INDArray weights, QuantizedLayer layer) {
    boolean windowed =
        layer.quantization().weightRule() instanceof OneBitQuantizer quantizer
            && quantizer.estimator() != StraightThrough.IDENTITY
            && quantizer.threshold() == 0;
    // A scale is computed from the weights, and would shrink with them.
    double greatest = weights.amaxNumber().doubleValue();
    if (windowed && !layer.hasWeightScale() && greatest > WINDOW) {
      weights.divi(greatest);
    }
  }
}
