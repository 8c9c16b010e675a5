package io.dl4jcompact.sparse;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The first values of a sparse layer's parameters, before weights are disconnected. */
final class SparseValues {

  private SparseValues() {}

  /**
   * Draws them by the layer's initialiser, anew for weight parameters of another density than the
   * first.
   *
   * @param paramsView the layer's part of the network's parameters, written to
   */
  static void initialise(SparseLayer layer, NeuralNetConfiguration conf, INDArray paramsView) {
    List<String> parameters = layer.initializer().weightKeys(layer);
    double first = density(layer, parameters.get(0));
    Map<String, INDArray> table = init(layer, conf, first, paramsView);
    for (String parameter : parameters) {
      double density = density(layer, parameter);
      if (density != first) {
        INDArray others = Nd4j.create(paramsView.dataType(), paramsView.length());
        table.get(parameter).assign(init(layer, conf, density, others).get(parameter));
      }
    }
  }

  private static double density(SparseLayer layer, String parameter) {
    MaskRule rule = layer.maskRule(parameter);
    // A given mask may have no connections; its weights become 0 whatever they are.
    return rule == null || rule.density() == 0 ? 1 : rule.density();
  }

  private static Map<String, INDArray> init(
      SparseLayer layer, NeuralNetConfiguration conf, double density, INDArray paramsView) {
    FeedForwardLayer scaled = (FeedForwardLayer) layer.getUnderlying().clone();
    IWeightInit init = scaled.getWeightInitFn();
    if (init != null && !(init instanceof SparseWeightInit)) {
      scaled.setWeightInitFn(new SparseWeightInit(init, density));
    }
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(scaled);
    return scaled.initializer().init(inner, paramsView, true);
  }
}
