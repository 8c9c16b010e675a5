package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PackedTrainerTest {

  /**
   * With Boolean signals every sum is an integer, so packed training with float accumulators has
   * the very bits of Deeplearning4j's after any number of steps, and the same floats.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void booleanSignalsTrainAsInDeeplearning4j(long seed) {
    MultiLayerNetwork network = new PackedNetworks(seed, Domain.BOOLEAN).network();
    PackedTrainer trainer =
        PackedTrainer.of(network, PackedNetworks.options(AccumulatorType.FLOAT));
    long flips = 0;
    for (int step = 0; step < 8; step++) {
      DataSet data = PackedNetworks.data(seed * 100 + step);
      network.fit(data);
      trainer.fit(data);
      flips += trainer.flipRatios().stream().mapToLong(ratio -> ratio.flipped()).sum();
      assertArrayEquals(
          network.params().toFloatVector(),
          trainer.toNetwork().params().toFloatVector(),
          "step " + step);
      assertThat(trainer.score()).isEqualTo(network.score());
    }
    assertThat(flips).isPositive();
    assertThat(trainer.iteration()).isEqualTo(network.getIterationCount());
  }

  /**
   * Dropout, l1 and l2 of the float layers, schedules by iteration and epoch, an average pooling
   * behind the bits, and minibatches of all sizes.
   */
  @Test
  void floatLayersTrainAsInDeeplearning4j() {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(
                new Adam(
                    new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.01).add(1, 0.1).build()))
            .l2(0.01)
            .list()
            .layer(
                new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.IDENTITY).build())
            .layer(new ActivationLayer(new BooleanActivation().withFanIn(18)))
            .layer(
                new BooleanConvolutionLayer.Builder(3, 3)
                    .nOut(6)
                    .signal(Domain.BOOLEAN)
                    .activation(new BooleanActivation(1e-7f))
                    .updater(new SignFlip(0.8))
                    .build())
            .layer(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build())
            .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
            .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
            .setInputType(PackedNetworks.inputType())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    PackedTrainer trainer =
        PackedTrainer.of(network, PackedNetworks.options(AccumulatorType.FLOAT));
    for (int epoch = 0; epoch < 2; epoch++) {
      List<DataSet> minibatches = new ArrayList<>();
      for (int size : new int[] {7, 1, 5, 8}) {
        DataSet data = PackedNetworks.data(epoch * 10L + size);
        minibatches.add((DataSet) data.getRange(0, size));
      }
      network.fit(new ExistingDataSetIterator(minibatches));
      trainer.fit(new ExistingDataSetIterator(minibatches), 1);
      assertArrayEquals(
          network.params().toFloatVector(),
          trainer.toNetwork().params().toFloatVector(),
          "epoch " + epoch);
      assertThat(trainer.score()).isEqualTo(network.score());
    }
    assertThat(trainer.epoch()).isEqualTo(2);
  }

  /** Transfer learning freezes what is in front of the bits, by either kind of layer. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frozenLayersInFrontStay(boolean last) {
    MultiLayerNetwork trained = new PackedNetworks(8, Domain.BOOLEAN).withFront().network();
    // The convolution alone, or all up to the bits.
    MultiLayerNetwork network =
        new TransferLearning.Builder(trained).setFeatureExtractor(last ? 2 : 0).build();
    PackedTrainer trainer =
        PackedTrainer.of(network, PackedNetworks.options(AccumulatorType.FLOAT));
    for (int step = 0; step < 4; step++) {
      network.fit(PackedNetworks.data(step));
      trainer.fit(PackedNetworks.data(step));
    }
    assertArrayEquals(
        network.params().toFloatVector(), trainer.toNetwork().params().toFloatVector());
    assertThat(trainer.toNetwork().getLayer(0).params()).isEqualTo(trained.getLayer(0).params());
  }

  /** Stopped or not, dropout draws the same. */
  @Test
  void dropoutFollowsFromSeedAndIteration(@TempDir Path directory) throws IOException {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new SignFlip(5).withOthers(new Adam(0.01)))
            .list()
            .layer(new BooleanDenseLayer.Builder().nIn(20).nOut(8).build())
            .layer(new DenseLayer.Builder().nIn(8).nOut(16).dropOut(0.5).build())
            .layer(new OutputLayer.Builder().nIn(16).nOut(2).activation(Activation.SOFTMAX).build())
            .build();
    PackedTrainer steady = new PackedTrainer(conf, PackedOptions.DEFAULT);
    PackedTrainer stopped = new PackedTrainer(conf, PackedOptions.DEFAULT);
    DataSet data = votes(new SplittableRandom(1), new boolean[20]);
    for (int step = 0; step < 4; step++) {
      steady.fit(data);
      stopped.fit(data);
      stopped.save(directory.resolve("training"));
      stopped = PackedTrainer.load(directory.resolve("training"));
      // Whatever else draws from ND4J's generator between the steps.
      Nd4j.rand(3, step + 1);
    }
    assertArrayEquals(
        steady.toNetwork().params().toFloatVector(), stopped.toNetwork().params().toFloatVector());
  }

  /** Bits of the network, of the model and of the training pass are the same. */
  @ParameterizedTest
  @EnumSource
  void exportsTheVeryBits(AccumulatorType accumulators) {
    PackedTrainer trainer =
        new PackedTrainer(
            new PackedNetworks(4, Domain.REAL).conf(), PackedNetworks.options(accumulators));
    for (int step = 0; step < 5; step++) {
      trainer.fit(PackedNetworks.data(step));
    }
    MultiLayerNetwork network = trainer.toNetwork();
    CompactModel model = CompactExporter.export(network, PackedNetworks.inputType());
    INDArray features = PackedNetworks.data(77).getFeatures();
    float[] expected = network.output(features).dup('c').data().asFloat();
    assertArrayEquals(expected, model.predict(features.dup('c').data().asFloat()), 1e-5f);
    PackedTrainer again = PackedTrainer.of(network, PackedNetworks.options(accumulators));
    assertArrayEquals(network.params().toFloatVector(), again.toNetwork().params().toFloatVector());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    assertArrayEquals(trained(42), trained(42));
    assertThat(trained(43)).isNotEqualTo(trained(42));
  }

  private static float[] trained(long seed) {
    MultiLayerConfiguration conf = new PackedNetworks(3, Domain.REAL).conf();
    conf.getConfs().forEach(layer -> layer.setSeed(seed));
    PackedTrainer trainer = new PackedTrainer(conf, PackedNetworks.options(AccumulatorType.INT8));
    for (int step = 0; step < 5; step++) {
      trainer.fit(PackedNetworks.data(step));
    }
    return trainer.toNetwork().params().toFloatVector();
  }

  /** A vote of hidden bits is learnt, whatever holds the accumulators. */
  @ParameterizedTest
  @EnumSource
  void learnsAVote(AccumulatorType accumulators) {
    int inputs = 31;
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new SignFlip(20).withOthers(new Adam(0.01)))
            .list()
            .layer(new BooleanDenseLayer.Builder().nIn(inputs).nOut(64).build())
            .layer(new OutputLayer.Builder().nIn(64).nOut(2).activation(Activation.SOFTMAX).build())
            .build();
    PackedTrainer trainer =
        new PackedTrainer(conf, PackedOptions.DEFAULT.withAccumulators(accumulators));
    SplittableRandom random = new SplittableRandom(7);
    boolean[] teacher = new boolean[inputs];
    for (int i = 0; i < inputs; i++) {
      teacher[i] = random.nextBoolean();
    }
    DataSet training = votes(random, teacher);
    DataSet test = votes(random, teacher);
    trainer.fit(new ListDataSetIterator<>(training.asList(), 50), 5);
    Evaluation evaluation = new Evaluation(2);
    evaluation.eval(test.getLabels(), trainer.toNetwork().output(test.getFeatures()));
    assertThat(evaluation.accuracy()).isGreaterThan(0.9);
    assertThat(trainer.epoch()).isEqualTo(5);
  }

  private static DataSet votes(SplittableRandom random, boolean[] teacher) {
    int samples = 1000;
    INDArray x = Nd4j.create(samples, teacher.length);
    INDArray labels = Nd4j.zeros(samples, 2);
    for (int row = 0; row < samples; row++) {
      int votes = 0;
      for (int i = 0; i < teacher.length; i++) {
        boolean bit = random.nextBoolean();
        x.putScalar(row, i, bit ? 1 : 0);
        votes += bit == teacher[i] ? 1 : -1;
      }
      labels.putScalar(row, votes > 0 ? 1 : 0, 1);
    }
    return new DataSet(x, labels);
  }
}
