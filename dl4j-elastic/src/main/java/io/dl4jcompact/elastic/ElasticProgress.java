package io.dl4jcompact.elastic;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One step of a training, as it is told to its listener.
 *
 * @param phase in which it was
 * @param iteration number of steps of the phase that are done, 1 to its iterations
 * @param losses of the subnets that were run, in the order in which they were
 */
public record ElasticProgress(ElasticPhase phase, long iteration, List<SubnetLoss> losses) {

  private static final int BAR = 20;

  public ElasticProgress {
    losses = List.copyOf(losses);
  }

  /**
   * A subnet's loss in one minibatch.
   *
   * @param loss before the update, with l1 and l2 of the whole network, as Deeplearning4j's score
   */
  public record SubnetLoss(SubnetConfig subnet, double loss) {}

  /** Of the whole training or one of its phases. */
  @FunctionalInterface
  public interface Listener {

    /** Called after each update. */
    void stepDone(ElasticProgress progress);
  }

  /** A progress bar of one line, with the loss of each subnet in the order of the sample. */
  public String bar() {
    int done = (int) (BAR * iteration / phase.iterations());
    String values =
        losses.stream()
            .map(loss -> String.format(Locale.ROOT, "%.4f", loss.loss()))
            .collect(Collectors.joining(" "));
    return "%s [%s%s] %d/%d  %s"
        .formatted(
            phase.name(),
            "=".repeat(done),
            " ".repeat(BAR - done),
            iteration,
            phase.iterations(),
            values);
  }
}
