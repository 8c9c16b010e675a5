package io.dl4jcompact.binary.flip;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes networks of one configuration agree about their bits, in place of averages, which are no
 * bits: the majority decides, and a tie keeps the bit of the last agreement.
 *
 * <p>Accumulators M stay each network's own. What is kept of them is M·e(w), which changes its sign
 * where the vote changes a network's bit; so averages of it, over networks that agree, are right if
 * they are floats. Only bits that an updater trains are voted about; those of frozen layers stay.
 */
public final class BitVote {

  // Of each parameter of bits, in the network's order; 1 byte a bit.
  private final List<INDArray> agreed = new ArrayList<>();
  // As many bits of frozen layers.
  private final List<INDArray> frozen = new ArrayList<>();

  /**
   * @param network whose bits are the first agreement
   * @throws IllegalArgumentException if it is neither kind of network
   */
  public BitVote(Model network) {
    for (BitParameter parameter : BitUpdaters.parameters(network)) {
      agreed.add(parameter.bits().castTo(DataType.BOOL));
    }
    for (INDArray bits : BitUpdaters.frozen(network)) {
      frozen.add(bits.castTo(DataType.BOOL));
    }
  }

  /**
   * Refuses a network whose updater states are no numbers to be averaged.
   *
   * @throws IllegalArgumentException if a layer's accumulators are integers; the message names it
   */
  public static void requireAveragesOfUpdaters(Model network) {
    BitUpdaters.of(network)
        .forEach(
            (layer, updaters) -> {
              AccumulatorType type = updaters.get(0).getConfig().rule().accumulators();
              if (type != AccumulatorType.FLOAT) {
                throw new IllegalArgumentException(
                    "layer \"%s\": its accumulators are %s, expected FLOAT where updaters are averaged; let each worker keep its own: new VotingParallelWrapper(network, workers, averagingFrequency, false)"
                        .formatted(layer, type));
              }
            });
  }

  /**
   * Writes what the networks agree about into their parameters and updaters.
   *
   * @param networks at least one, of the first one's configuration
   */
  public void on(List<Model> networks) {
    List<List<BitParameter>> voters = networks.stream().map(BitUpdaters::parameters).toList();
    for (int i = 0; i < agreed.size(); i++) {
      List<BitParameter> votes = new ArrayList<>();
      for (List<BitParameter> voter : voters) {
        votes.add(voter.get(i));
      }
      INDArray elected = elected(votes, agreed.get(i));
      votes.forEach(vote -> vote.changeTo(elected));
      agreed.set(i, elected.castTo(DataType.BOOL));
    }
  }

  /**
   * Gives a network the bits of the last agreement: one that had no vote, or whose bits are only
   * nearly 0 and 1 after an average of many.
   *
   * @param network of the first one's configuration
   */
  public void bring(Model network) {
    List<BitParameter> parameters = BitUpdaters.parameters(network);
    for (int i = 0; i < agreed.size(); i++) {
      BitParameter parameter = parameters.get(i);
      parameter.changeTo(agreed.get(i).castTo(parameter.bits().dataType()));
    }
    List<INDArray> untrained = BitUpdaters.frozen(network);
    for (int i = 0; i < frozen.size(); i++) {
      untrained.get(i).assign(frozen.get(i).castTo(untrained.get(i).dataType()));
    }
  }

  private static INDArray elected(List<BitParameter> votes, INDArray before) {
    // Twice the votes for 1, less the voters: a tie is 0, and the bit before decides it.
    INDArray majority = votes.get(0).bits().mul(2).subi(votes.size());
    for (BitParameter vote : votes.subList(1, votes.size())) {
      majority.addi(vote.bits().mul(2));
    }
    majority.addi(before.castTo(majority.dataType()).subi(0.5));
    Threshold.above(0, majority, majority);
    return majority;
  }
}
