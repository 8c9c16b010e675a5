package io.dl4jcompact.sparse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * How much the loss of some samples changes with a weight's connection c, where c·w is the weight:
 *
 * <pre> |∂L/∂c| at c = 1  =  |w · ∂L/∂w| </pre>
 *
 * <p>but for a factor that all weights share. L is the mean loss of all samples, as training has it
 * (with dropout, and batch normalisation by minibatch), without l1 and l2.
 *
 * @see <a href="https://arxiv.org/abs/1810.02340">SNIP, Lee et al. 2019, equations 4 and 5</a>
 */
final class Saliencies {

  private final Map<String, INDArray> byKey;

  private Saliencies(Map<String, INDArray> byKey) {
    this.byKey = byKey;
  }

  /** Of an initialised network; its own gradients are overwritten. */
  static Saliencies of(MultiLayerNetwork network, List<DataSet> minibatches) {
    return of(
        network,
        network.paramTable(),
        minibatches,
        batch -> {
          network.setInput(batch.getFeatures());
          network.setLabels(batch.getLabels());
          network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
          network.computeGradientAndScore();
          network.clearLayerMaskArrays();
        });
  }

  /**
   * As {@link #of(MultiLayerNetwork, List)}.
   *
   * @throws IllegalArgumentException if the graph has more than one input or output
   */
  static Saliencies of(ComputationGraph network, List<DataSet> minibatches) {
    if (network.getNumInputArrays() != 1 || network.getNumOutputArrays() != 1) {
      throw new IllegalArgumentException(
          "Sparsify: SNIP of a graph with %d inputs and %d outputs, expected one of each"
              .formatted(network.getNumInputArrays(), network.getNumOutputArrays()));
    }
    return of(
        network,
        network.paramTable(),
        minibatches,
        batch -> {
          network.setInputs(batch.getFeatures());
          network.setLabels(batch.getLabels());
          network.setLayerMaskArrays(
              new INDArray[] {batch.getFeaturesMaskArray()},
              new INDArray[] {batch.getLabelsMaskArray()});
          network.computeGradientAndScore();
          network.clearLayerMaskArrays();
        });
  }

  /** Deeplearning4j's gradients are sums over a minibatch's samples, so that they can be added. */
  private static Saliencies of(
      Model network,
      Map<String, INDArray> parameters,
      List<DataSet> minibatches,
      Consumer<DataSet> backward) {
    Map<String, INDArray> sums = new HashMap<>();
    for (DataSet batch : minibatches) {
      backward.accept(batch);
      network
          .gradient()
          .gradientForVariable()
          .forEach((key, gradient) -> sums.merge(key, gradient.dup(), INDArray::addi));
    }
    sums.replaceAll((key, sum) -> sum.muli(parameters.get(key)));
    return new Saliencies(sums);
  }

  /**
   * Of all weights of a parameter, in an order that does not matter.
   *
   * @param layer its name in a graph, its index in a list
   * @throws IllegalArgumentException if one is not finite
   */
  float[] of(String layer, String parameter) {
    float[] values = byKey.get(layer + "_" + parameter).dup('c').data().asFloat();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Sparsify: a saliency of %s of layer \"%s\" is %s, expected a finite number"
                .formatted(parameter, layer, values[i]));
      }
    }
    return values;
  }
}
