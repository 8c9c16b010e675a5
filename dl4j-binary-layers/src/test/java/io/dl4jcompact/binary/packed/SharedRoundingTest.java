package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.FlipRatioListener;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * With Boolean signals, integers of Deeplearning4j's updater state and those of packed training are
 * the same after any number of steps, and so are the bits: both round by the same random numbers.
 */
class SharedRoundingTest {

  private static final int STEPS = 8;

  static Stream<Arguments> trainings() {
    MapSchedule threshold =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.1).add(3, 0.07).build();
    return Stream.of(AccumulatorType.INT8, AccumulatorType.INT16)
        .flatMap(
            type ->
                Stream.of(
                        new SignFlip(0.77).withAccumulators(type),
                        new SignFlip(0.77).withAccumulators(type, 5),
                        new Bop(new FixedSchedule(0.3), threshold).withAccumulators(type))
                    .flatMap(rule -> Stream.of(1L, 2L, 3L).map(s -> Arguments.of(rule, s))));
  }

  private static PackedTrainer packed(MultiLayerNetwork network, FlipUpdater rule) {
    return PackedTrainer.of(network, PackedNetworks.options(rule.accumulators()));
  }

  /** Minibatches of all sizes, and layers behind maps, whose weights are in another order there. */
  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("trainings")
  void bothTrainTheSameBits(FlipUpdater rule, long seed) {
    MultiLayerNetwork network = new PackedNetworks(seed, Domain.BOOLEAN).updatedBy(rule).network();
    PackedTrainer trainer = packed(network, rule);
    long flips = 0;
    for (int step = 0; step < STEPS; step++) {
      DataSet data = (DataSet) PackedNetworks.data(seed * 100 + step).getRange(0, 8 - step % 3);
      network.fit(data);
      trainer.fit(data);
      assertArrayEquals(
          network.params().toFloatVector(),
          trainer.toNetwork().params().toFloatVector(),
          "step " + step);
      assertThat(FlipRatio.of(network)).isEqualTo(trainer.flipRatios());
      flips += trainer.flipRatios().stream().mapToLong(FlipRatio::flipped).sum();
    }
    assertThat(flips).isPositive();
  }

  /** Ratios and accumulators of every second iteration. */
  @Test
  void theListenerSeesTheSameOfBoth(@TempDir Path directory) throws IOException {
    FlipUpdater rule = new SignFlip(0.77).withAccumulators(AccumulatorType.INT8);
    MultiLayerNetwork network = new PackedNetworks(2, Domain.BOOLEAN).updatedBy(rule).network();
    PackedTrainer trainer = packed(network, rule);
    FlipRatioListener ofNetwork = new FlipRatioListener(2);
    FlipRatioListener ofTrainer = new FlipRatioListener(2);
    network.setListeners(ofNetwork);
    trainer.setListener(ofTrainer);
    for (int epoch = 0; epoch < 2; epoch++) {
      List<DataSet> data = List.of(PackedNetworks.data(1), PackedNetworks.data(2 + epoch));
      network.fit(new ExistingDataSetIterator(data));
      trainer.fit(new ExistingDataSetIterator(data), 1);
      assertThat(ofTrainer.epochRatio()).isEqualTo(ofNetwork.epochRatio()).isPositive();
    }
    assertThat(ofTrainer.history()).isEqualTo(ofNetwork.history());
    assertThat(ofTrainer.history().get("first")).hasSize(2);
    ofTrainer.writePlot(directory.resolve("flips.svg"));
    assertThat(directory.resolve("flips.svg")).isNotEmptyFile();
  }
}
