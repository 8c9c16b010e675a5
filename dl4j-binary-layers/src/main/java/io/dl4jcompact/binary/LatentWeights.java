package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A float network's parameters as a one-bit network's. */
final class LatentWeights {

  /** Where the estimators with a window let gradients through: |w| up to 1. */
  private static final double WINDOW = 1;

  private LatentWeights() {}

  /**
   * Copies all parameters of a network to its one-bit form, whose layers are in the same places.
   */
  static void carryOver(MultiLayerNetwork from, MultiLayerNetwork to) {
    copy(from, to);
    adapt(from.getLayers(), to.getLayers());
  }

  /** As {@link #carryOver(MultiLayerNetwork, MultiLayerNetwork)}. */
  static void carryOver(ComputationGraph from, ComputationGraph to) {
    copy(from, to);
    adapt(from.getLayers(), to.getLayers());
  }

  private static void copy(Model from, Model to) {
    Map<String, INDArray> parameters = to.paramTable();
    from.paramTable().forEach((key, value) -> parameters.get(key).assign(value));
  }

  private static void adapt(Layer[] from, Layer[] to) {
    for (int i = 0; i < from.length; i++) {
      if (to[i].conf().getLayer() instanceof QuantizedLayer quantized
          && !(from[i].conf().getLayer() instanceof QuantizedLayer)) {
        if (quantized instanceof BinaryConvolution1DLayer) {
          outputsFirsti(to[i].getParam(DefaultParamInitializer.WEIGHT_KEY));
        }
        moveIntoWindowi(to[i].getParam(DefaultParamInitializer.WEIGHT_KEY), quantized);
      }
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
