package io.dl4jcompact.sparse.consistency;

import java.util.Objects;
import org.nd4j.linalg.dataset.DataSet;

/** When a training is over; looked at after each iteration. */
public sealed interface TrainingEnd {

  /**
   * After a number of iterations.
   *
   * @param count at least 1
   */
  record Iterations(int count) implements TrainingEnd {

    public Iterations {
      Settings.requireAtLeast("Iterations: count", count, 1);
    }
  }

  /**
   * Once the mean loss of a window of iterations is not less than that of the window before by a
   * share of it. Windows begin when the weight of disagreement no longer grows, since it raises the
   * loss.
   *
   * @param window in iterations, at least 1
   * @param decrease share of the loss that a window must take away for training to go on, in [0, 1)
   */
  record Convergence(int window, double decrease) implements TrainingEnd {

    public Convergence {
      Settings.requireAtLeast("Convergence: window", window, 1);
      if (!(decrease >= 0 && decrease < 1)) {
        throw new IllegalArgumentException(
            "Convergence: decrease is %s, expected 0 or more and less than 1".formatted(decrease));
      }
    }
  }

  /**
   * Once the network has an accuracy.
   *
   * @param share of the samples that must get their class, in (0, 1]
   * @param validation features and one-hot labels, without masks
   * @param every how many iterations it is measured, at least 1
   */
  record Accuracy(double share, DataSet validation, int every) implements TrainingEnd {

    public Accuracy {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "Accuracy: share is %s, expected more than 0 and at most 1".formatted(share));
      }
      Objects.requireNonNull(validation, "validation");
      Settings.requireAtLeast("Accuracy: every", every, 1);
    }
  }
}
