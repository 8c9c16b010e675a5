package io.dl4jcompact.binary.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/**
 * How near the bits of one layer are to a flip: how many have an accumulator M·e(w) in each of some
 * ranges of equal width. The greater it is the nearer is the flip, at 1 under {@link SignFlip} and
 * above the threshold under {@link Bop}; a bit that was just flipped has 0 or less.
 *
 * @param layer the layer's name
 * @param least the least accumulator of the layer, where the first range begins
 * @param greatest the greatest, where the last range ends
 * @param counts number of bits in each range; all are in the first if all accumulators are equal
 */
public record AccumulatorHistogram(String layer, double least, double greatest, List<Long> counts) {

  public AccumulatorHistogram {
    counts = List.copyOf(counts);
  }

  /**
   * The accumulators after the last update of a network, layer by layer in the network's order,
   * weights and biases together.
   *
   * @param bins number of ranges, positive
   * @return one entry a Boolean layer that is trained; empty if there is none
   * @throws IllegalArgumentException if the model is neither kind of network, or bins is not
   *     positive
   */
  public static List<AccumulatorHistogram> of(Model network, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "AccumulatorHistogram: bins is " + bins + ", expected at least 1");
    }
    List<AccumulatorHistogram> histograms = new ArrayList<>();
    BitUpdaters.of(network)
        .forEach(
            (layer, updaters) ->
                histograms.add(
                    of(
                        layer,
                        updaters.stream().map(updater -> updater.accumulators().values()).toList(),
                        bins)));
    return histograms;
  }

  /**
   * The histogram of accumulators that come in parts, which are gone through twice.
   *
   * @param parts of all accumulators, at least one of them; finite, as updaters see to
   * @param bins number of ranges, positive
   */
  public static AccumulatorHistogram of(String layer, Iterable<double[]> parts, int bins) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double[] part : parts) {
      least = Math.min(least, Arrays.stream(part).min().orElseThrow());
      greatest = Math.max(greatest, Arrays.stream(part).max().orElseThrow());
    }
    Long[] counts = new Long[bins];
    Arrays.fill(counts, 0L);
    for (double[] part : parts) {
      for (double accumulator : part) {
        double share = least == greatest ? 0 : (accumulator - least) / (greatest - least);
        // The greatest itself is in the last range.
        counts[Math.min((int) (share * bins), bins - 1)]++;
      }
    }
    return new AccumulatorHistogram(layer, least, greatest, List.of(counts));
  }
}
