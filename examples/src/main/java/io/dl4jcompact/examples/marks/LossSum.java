package io.dl4jcompact.examples.marks;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** The mean of the losses of some minibatches. */
final class LossSum extends BaseTrainingListener {

  private double sum;
  private int count;

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    sum += model.score();
    count++;
  }

  /** The mean since the last call; NaN if there was no minibatch. */
  double takeMean() {
    double mean = sum / count;
    sum = 0;
    count = 0;
    return mean;
  }
}
