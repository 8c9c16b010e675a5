package io.dl4jcompact.sparse.consistency;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.dataset.DataSet;

/**
 * How far a training is.
 *
 * @param losses of the iterations so far, penalties such as l2 included
 * @param rampIterations how many of them had a growing weight
 * @param accuracy of the network as it is now, in [0, 1]
 */
record TrainingProgress(
    List<Double> losses, int rampIterations, ToDoubleFunction<DataSet> accuracy) {

  /** Whether a training that is so far is over. */
  boolean reached(TrainingEnd end) {
    if (end instanceof TrainingEnd.Iterations iterations) {
      return losses.size() >= iterations.count();
    }
    if (end instanceof TrainingEnd.Convergence convergence) {
      return converged(convergence);
    }
    if (end instanceof TrainingEnd.Accuracy wanted) {
      return losses.size() % wanted.every() == 0
          && accuracy.applyAsDouble(wanted.validation()) >= wanted.share();
    }
    throw new AssertionError(end);
  }

  private boolean converged(TrainingEnd.Convergence end) {
    int window = end.window();
    int now = losses.size();
    int flat = now - rampIterations;
    if (flat < 2 * window || flat % window != 0) {
      return false;
    }
    double before = meanLoss(now - 2 * window, now - window);
    return meanLoss(now - window, now) > before * (1 - end.decrease());
  }

  private double meanLoss(int from, int to) {
    return losses.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }
}
