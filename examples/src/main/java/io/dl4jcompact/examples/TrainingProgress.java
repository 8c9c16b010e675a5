package io.dl4jcompact.examples;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** A line that shows how far a training is: loss, accuracy after the last epoch, time left. */
final class TrainingProgress extends BaseTrainingListener implements AutoCloseable {

  private static final int REDRAW_MILLIS = 500;
  private static final double LOSS_SMOOTHING = 0.95;

  private final ProgressBar bar;
  private double loss = Double.NaN;
  private double accuracy = Double.NaN;

  TrainingProgress(String task, long iterations) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(iterations)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .build();
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    double score = model.score();
    loss = Double.isNaN(loss) ? score : LOSS_SMOOTHING * loss + (1 - LOSS_SMOOTHING) * score;
    show();
    bar.step();
  }

  /** The running mean of the loss. */
  double loss() {
    return loss;
  }

  /** Tells the accuracy that the last epoch reached. */
  void accuracy(double reached) {
    accuracy = reached;
    show();
  }

  private void show() {
    String reached = Double.isNaN(accuracy) ? "-" : String.format("%.1f %%", 100 * accuracy);
    bar.setExtraMessage(String.format(" loss %.3f, accuracy %s", loss, reached));
  }

  @Override
  public void close() {
    bar.close();
  }
}
