package io.dl4jcompact.binary.flip;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/**
 * How many bits of one layer an update flipped.
 *
 * @param layer the layer's name
 * @param flipped number of flipped bits, weights and biases
 * @param bits number of the layer's bits, positive
 */
public record FlipRatio(String layer, long flipped, long bits) {

  /** flipped / bits. */
  public double value() {
    return (double) flipped / bits;
  }

  /**
   * What the last update of a network flipped, layer by layer in the network's order. Nothing is
   * counted for it: the numbers are in the updater's state, and so in files, too.
   *
   * @return one entry a Boolean layer that is trained; empty if there is none
   * @throws IllegalArgumentException if the model is neither kind of network
   */
  public static List<FlipRatio> of(Model network) {
    List<FlipRatio> ratios = new ArrayList<>();
    BitUpdaters.of(network)
        .forEach(
            (layer, updaters) ->
                ratios.add(
                    new FlipRatio(
                        layer,
                        updaters.stream().mapToLong(BitFlipsUpdater::flipped).sum(),
                        updaters.stream().mapToLong(BitFlipsUpdater::weights).sum())));
    return ratios;
  }
}
