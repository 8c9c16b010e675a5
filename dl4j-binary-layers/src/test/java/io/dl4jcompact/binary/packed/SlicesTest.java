package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.SignFlip;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What a training comes to does not depend on how many samples are worked on at a time: one, a few
 * of some layers, or the whole minibatch.
 */
class SlicesTest {

  private static final int STEPS = 4;
  private static final Slices WHOLE = new Slices(Integer.MAX_VALUE);
  private static final List<Slices> ALL =
      List.of(new Slices(1), new Slices(700), new Slices(5000), Slices.DEFAULT);

  static Stream<Arguments> trainings() {
    return Stream.of(Domain.values())
        .flatMap(
            signal ->
                Stream.of(AccumulatorType.values())
                    .flatMap(
                        type ->
                            Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(signal, type, seed))));
  }

  /** Float layers in front and behind, convolutions, a pooling, dense layers. */
  @ParameterizedTest(name = "{0} signals, {1}, seed {2}")
  @MethodSource("trainings")
  void convolutionsTrainTheSameInAnySlices(Domain signal, AccumulatorType type, long seed) {
    PackedNetworks networks = new PackedNetworks(seed, signal);
    MultiLayerConfiguration conf = (seed == 1 ? networks.withFront() : networks).conf();
    List<DataSet> data = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      data.add((DataSet) PackedNetworks.data(seed * 100 + step).getRange(0, 8 - step % 3));
    }
    assertSame(conf, PackedNetworks.options(type), data);
  }

  /** So many samples that weights take less room than signals: sums of all weights, by slices. */
  @ParameterizedTest(name = "{0} signals, {1}, seed {2}")
  @MethodSource("trainings")
  void denseLayersTrainTheSameInAnySlices(Domain signal, AccumulatorType type, long seed) {
    int inputs = 7;
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new SignFlip(9).withOthers(new Adam(0.01)))
            .list()
            .layer(new BooleanDenseLayer.Builder().nIn(inputs).nOut(70).signal(signal).build())
            .layer(new BooleanDenseLayer.Builder().nIn(70).nOut(20).signal(signal).build())
            .layer(new DenseLayer.Builder().nIn(20).nOut(9).activation(Activation.TANH).build())
            .layer(new OutputLayer.Builder().nIn(9).nOut(2).activation(Activation.SOFTMAX).build())
            .build();
    SplittableRandom random = new SplittableRandom(seed);
    List<DataSet> data = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      data.add(votes(random, inputs, 301 + step));
    }
    assertSame(conf, PackedOptions.DEFAULT.withAccumulators(type), data);
  }

  private static DataSet votes(SplittableRandom random, int inputs, int samples) {
    INDArray x = Nd4j.create(DataType.FLOAT, samples, inputs);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, samples, 2);
    for (int row = 0; row < samples; row++) {
      int ones = 0;
      for (int i = 0; i < inputs; i++) {
        int bit = random.nextInt(2);
        x.putScalar(row, i, bit);
        ones += bit;
      }
      labels.putScalar(row, 2 * ones > inputs ? 1 : 0, 1);
    }
    return new DataSet(x, labels);
  }

  private static void assertSame(
      MultiLayerConfiguration conf, PackedOptions options, List<DataSet> data) {
    PackedTrainer whole = new PackedTrainer(conf, options, WHOLE);
    List<PackedTrainer> sliced =
        ALL.stream().map(slices -> new PackedTrainer(conf, options, slices)).toList();
    long flips = 0;
    for (DataSet minibatch : data) {
      whole.fit(minibatch);
      flips += whole.flipRatios().stream().mapToLong(FlipRatio::flipped).sum();
      byte[][] states = states(whole);
      float[] parameters = whole.toNetwork().params().toFloatVector();
      for (int i = 0; i < ALL.size(); i++) {
        PackedTrainer trainer = sliced.get(i);
        trainer.fit(minibatch);
        String name = ALL.get(i) + ", iteration " + whole.iteration();
        assertArrayEquals(parameters, trainer.toNetwork().params().toFloatVector(), name);
        assertArrayEquals(states, states(trainer), name);
        assertThat(trainer.score()).as(name).isEqualTo(whole.score());
      }
    }
    assertThat(flips).isPositive();
  }

  /** Bits and accumulators. */
  private static byte[][] states(PackedTrainer trainer) {
    return trainer
        .stack()
        .layers()
        .flatMap(layer -> layer.parameters().stream())
        .map(
            parameter -> {
              ByteBuffer state = ByteBuffer.allocate(parameter.stateBytes());
              parameter.save(state);
              return state.array();
            })
        .toArray(byte[][]::new);
  }

  @Test
  void haveAtLeastOneSampleAndNoMoreThanThereAre() {
    assertThat(new Slices(10).samples(11, 5)).isEqualTo(1);
    assertThat(new Slices(10).samples(3, 5)).isEqualTo(3);
    assertThat(new Slices(10).samples(1, 5)).isEqualTo(5);
    List<List<Integer>> seen = new ArrayList<>();
    new Slices(7).forEach(3, 5, (first, count) -> seen.add(List.of(first, count)));
    assertThat(seen).containsExactly(List.of(0, 2), List.of(2, 2), List.of(4, 1));
  }
}
