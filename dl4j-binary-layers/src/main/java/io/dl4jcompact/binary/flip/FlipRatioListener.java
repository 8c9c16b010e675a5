package io.dl4jcompact.binary.flip;

import io.dl4jcompact.core.SvgChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how many bits of each Boolean layer flip: in the log, in a history, in a plot. The
 * history also has how near the others were to a flip.
 *
 * <p>Deeplearning4j's {@code StatsListener} needs none of it: the mean magnitude of a bit
 * parameter's update, in its charts, is the parameter's flip ratio, since an update is ±1 where a
 * bit flips and 0 elsewhere.
 */
public final class FlipRatioListener extends BaseTrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(FlipRatioListener.class);

  private static final int BINS = 20;

  private final int frequency;
  private final Map<String, List<Point>> history = new LinkedHashMap<>();
  private long epochFlipped;
  private long epochBits;

  /**
   * What was seen of one layer in one iteration.
   *
   * @param iteration as Deeplearning4j counts, from 0
   * @param ratio flipped bits by bits, in [0, 1]
   * @param accumulators how near the bits then were to a flip, in 20 ranges
   */
  public record Point(int iteration, double ratio, AccumulatorHistogram accumulators) {}

  /**
   * @param frequency every how many iterations ratios are logged, and ratios and histograms kept,
   *     positive
   * @throws IllegalArgumentException if it is not positive
   */
  public FlipRatioListener(int frequency) {
    if (frequency < 1) {
      throw new IllegalArgumentException(
          "FlipRatioListener: frequency is " + frequency + ", expected at least 1");
    }
    this.frequency = frequency;
  }

  @Override
  public void onEpochStart(Model model) {
    epochStarts();
  }

  /** Begins the count of {@link #epochRatio} anew. */
  public void epochStarts() {
    epochFlipped = 0;
    epochBits = 0;
  }

  /**
   * @throws IllegalStateException if the network has no Boolean layer to train
   */
  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    List<FlipRatio> ratios = FlipRatio.of(model);
    if (ratios.isEmpty()) {
      throw new IllegalStateException(
          "FlipRatioListener: the network has 0 Boolean layers that are trained, expected at least"
              + " 1; add a BooleanDenseLayer or leave the listener out");
    }
    iterationDone(ratios, bins -> AccumulatorHistogram.of(model, bins), iteration);
  }

  /**
   * Takes what an iteration flipped, from whatever trains; {@code PackedTrainer} calls it.
   *
   * @param ratios of each Boolean layer, at least one
   * @param accumulators makes the layers' histograms with a number of bins, in the same order; is
   *     called only where they are kept
   * @param iteration as Deeplearning4j counts, from 0
   */
  public void iterationDone(
      List<FlipRatio> ratios, IntFunction<List<AccumulatorHistogram>> accumulators, int iteration) {
    for (FlipRatio ratio : ratios) {
      epochFlipped += ratio.flipped();
      epochBits += ratio.bits();
    }
    if (iteration % frequency == 0) {
      keep(ratios, accumulators.apply(BINS), iteration);
    }
  }

  private void keep(
      List<FlipRatio> ratios, List<AccumulatorHistogram> accumulators, int iteration) {
    // Both are in the network's order of Boolean layers.
    for (int i = 0; i < ratios.size(); i++) {
      history
          .computeIfAbsent(ratios.get(i).layer(), layer -> new ArrayList<>())
          .add(new Point(iteration, ratios.get(i).value(), accumulators.get(i)));
    }
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "flip ratios at iteration {}: {}",
          iteration,
          ratios.stream()
              .map(ratio -> String.format(Locale.ROOT, "%s %.3g", ratio.layer(), ratio.value()))
              .collect(Collectors.joining(", ")));
    }
  }

  /** What was kept, by the layers' names in the network's order; a copy. */
  public Map<String, List<Point>> history() {
    Map<String, List<Point>> copy = new LinkedHashMap<>();
    history.forEach((layer, points) -> copy.put(layer, List.copyOf(points)));
    return copy;
  }

  /**
   * The share of all bits of the network that flipped, on average over the iterations since the
   * present or last epoch began.
   *
   * @throws IllegalStateException if there was no iteration since
   */
  public double epochRatio() {
    if (epochBits == 0) {
      throw new IllegalStateException(
          "FlipRatioListener: 0 iterations were seen in the epoch, expected at least 1; hand the"
              + " listener to the network by setListeners(..)");
    }
    return (double) epochFlipped / epochBits;
  }

  /**
   * Writes the history as a picture, one curve a layer over the iterations.
   *
   * @param file an SVG file, written anew
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if nothing was kept yet
   */
  public void writePlot(Path file) throws IOException {
    if (history.isEmpty()) {
      throw new IllegalStateException(
          "FlipRatioListener: 0 iterations were kept, expected at least 1; train first, with the"
              + " listener on the network");
    }
    SvgChart chart = new SvgChart("iteration", "flip ratio").including(0, 0);
    history.forEach(
        (layer, points) ->
            chart.line(
                layer,
                points.stream()
                    .map(point -> new SvgChart.Point(point.iteration(), point.ratio()))
                    .toList()));
    Files.writeString(file, chart.picture());
  }
}
