package io.dl4jcompact.sparse.consistency;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss, pair by pair. */
final class NaiveConsistency {

  private NaiveConsistency() {}

  /**
   * @param outputs after the softmax: labelled rows, then a block of rows for each pass
   */
  static double loss(
      double[][] outputs, double[][] labels, int labelled, int passes, double weight) {
    double crossEntropy = 0;
    for (int row = 0; row < labelled; row++) {
      for (int i = 0; i < outputs[row].length; i++) {
        crossEntropy -= labels[row][i] * Math.log(outputs[row][i]);
      }
    }
    int samples = (outputs.length - labelled) / passes;
    double squares = 0;
    int terms = 0;
    for (int sample = 0; sample < samples; sample++) {
      for (int one = 0; one < passes; one++) {
        for (int other = one + 1; other < passes; other++) {
          double[] first = outputs[labelled + one * samples + sample];
          double[] second = outputs[labelled + other * samples + sample];
          for (int i = 0; i < first.length; i++) {
            squares += (first[i] - second[i]) * (first[i] - second[i]);
            terms++;
          }
        }
      }
    }
    return crossEntropy / labelled + weight * squares / terms;
  }

  /**
   * With other parameters. Sparse layers set unconnected parameters to 0 again, so that their slope
   * is 0.
   */
  static double loss(
      MultiLayerNetwork network,
      INDArray params,
      INDArray rows,
      double[][] labels,
      int passes,
      double weight) {
    network.setParams(params);
    // Parameters of a list are set at once, without asking the layers.
    for (Layer layer : network.getLayers()) {
      layer.setParamTable(layer.paramTable());
    }
    return loss(network.output(rows).toDoubleMatrix(), labels, Samples.LABELLED, passes, weight);
  }
}
