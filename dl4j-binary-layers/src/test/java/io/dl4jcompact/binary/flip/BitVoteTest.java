package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BooleanNetworks;
import io.dl4jcompact.core.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BitVoteTest {

  static Stream<Arguments> votes() {
    return Stream.of(NetworkKind.values())
        .flatMap(
            kind ->
                IntStream.of(1, 2, 3, 4)
                    .mapToObj(voters -> Arguments.of(kind, voters, 10L + voters)));
  }

  private static Model network(NetworkKind kind, long seed) {
    BooleanNetworks networks = new BooleanNetworks(seed);
    return kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
  }

  private static double[] bits(Model network, int parameter) {
    return BitUpdaters.parameters(network).get(parameter).bits().dup().data().asDouble();
  }

  /** M, without e(w). */
  private static double[] accumulators(Model network, int parameter) {
    double[] bits = bits(network, parameter);
    double[] kept =
        BitUpdaters.parameters(network).get(parameter).updater().accumulators().values();
    for (int i = 0; i < bits.length; i++) {
      // Plus 0, so that -0 is 0.
      kept[i] = kept[i] * (2 * bits[i] - 1) + 0.0;
    }
    return kept;
  }

  @ParameterizedTest(name = "{0}, {1} voters, seed {2}")
  @MethodSource("votes")
  void theMajorityDecidesAndTiesKeepTheBit(NetworkKind kind, int voters, long seed) {
    Model start = network(kind, seed);
    BitVote vote = new BitVote(start);
    List<Model> networks = new ArrayList<>();
    for (int i = 0; i < voters; i++) {
      networks.add(kind.copy(start));
    }
    int changed = 0;
    int ties = 0;
    for (int round = 0; round < 2; round++) {
      int parameters = BitUpdaters.parameters(start).size();
      List<double[]> before =
          IntStream.range(0, parameters).mapToObj(p -> bits(networks.get(0), p)).toList();
      for (int i = 0; i < voters; i++) {
        for (int step = 0; step < 4; step++) {
          kind.fit(networks.get(i), BooleanNetworks.data(100 * i + 10 * round + step));
        }
      }
      List<List<double[]>> votes = new ArrayList<>();
      List<List<double[]>> accumulators = new ArrayList<>();
      for (Model network : networks) {
        votes.add(IntStream.range(0, parameters).mapToObj(p -> bits(network, p)).toList());
        accumulators.add(
            IntStream.range(0, parameters).mapToObj(p -> accumulators(network, p)).toList());
      }

      vote.on(networks);

      for (int p = 0; p < parameters; p++) {
        double[] expected = new double[before.get(p).length];
        for (int w = 0; w < expected.length; w++) {
          int ones = 0;
          for (List<double[]> ofVoter : votes) {
            ones += (int) ofVoter.get(p)[w];
          }
          int zeros = voters - ones;
          expected[w] = ones == zeros ? before.get(p)[w] : ones > zeros ? 1 : 0;
          ties += ones == zeros ? 1 : 0;
          changed += ones > 0 && zeros > 0 ? 1 : 0;
        }
        for (int i = 0; i < voters; i++) {
          assertThat(bits(networks.get(i), p)).isEqualTo(expected);
          assertThat(accumulators(networks.get(i), p)).isEqualTo(accumulators.get(i).get(p));
        }
      }
    }
    assertThat(changed > 0).as("networks disagreed").isEqualTo(voters > 1);
    assertThat(ties > 0).as("there were ties").isEqualTo(voters % 2 == 0);
  }
}
