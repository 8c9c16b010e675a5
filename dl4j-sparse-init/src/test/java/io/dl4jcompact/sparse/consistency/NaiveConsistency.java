package io.dl4jcompact.sparse.consistency;

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
}
