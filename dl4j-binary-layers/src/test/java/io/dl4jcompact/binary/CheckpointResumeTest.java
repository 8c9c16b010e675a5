package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.File;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * What docs/sign-flip.md says of each kind of Deeplearning4j's checkpoints: training that goes on
 * from one ends with the same bits. η falls by epochs, and integers are rounded by iterations, so
 * that either count matters.
 */
class CheckpointResumeTest {

  private static final int EPOCHS = 4;
  private static final int STOPPED_AFTER = 2;
  private static final int MINIBATCHES = 3;

  @TempDir private Path directory;

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01));
  }

  private static BooleanDenseLayer bits(AccumulatorType type) {
    SignFlip flips = new SignFlip(new CosineSchedule(ScheduleType.EPOCH, 80, 5, EPOCHS));
    return new BooleanDenseLayer.Builder()
        .nIn(20)
        .nOut(16)
        .updater(flips.withAccumulators(type))
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nIn(16).nOut(3).activation(Activation.SOFTMAX).build();
  }

  private static MultiLayerNetwork network(AccumulatorType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(settings().list().layer(bits(type)).layer(output()).build());
    network.init();
    return network;
  }

  private static DataSetIterator data() {
    return new ListDataSetIterator<>(
        IntStream.range(0, MINIBATCHES).mapToObj(CheckpointResumeTest::minibatch).toList(), 1);
  }

  private static DataSet minibatch(int index) {
    Nd4j.getRandom().setSeed(100 + index);
    INDArray input = Nd4j.rand(8, 20).gt(0.5).castTo(Nd4j.dataType());
    INDArray labels = Nd4j.zeros(8, 3);
    IntStream.range(0, 8).forEach(row -> labels.putScalar(row, (row + index) % 3, 1));
    return new DataSet(input, labels);
  }

  private CheckpointListener.Builder checkpoints() {
    return new CheckpointListener.Builder(directory.toFile());
  }

  @ParameterizedTest
  @EnumSource
  void afterACheckpointOfAnEpoch(AccumulatorType type) {
    MultiLayerNetwork stopped = network(type);
    stopped.setListeners(checkpoints().saveEveryNEpochs(1).keepLast(1).build());
    stopped.fit(data(), STOPPED_AFTER);

    MultiLayerNetwork network = CheckpointListener.loadLastCheckpointMLN(directory.toFile());
    network.setEpochCount(network.getEpochCount() + 1);
    network.fit(data(), EPOCHS - STOPPED_AFTER);

    assertThat(network.params()).isEqualTo(whole(type).params());
  }

  @ParameterizedTest
  @EnumSource
  void afterACheckpointOfAnEpochsLastIteration(AccumulatorType type) {
    MultiLayerNetwork stopped = network(type);
    // Counts begin at 0: this is the last minibatch before the stop.
    int last = STOPPED_AFTER * MINIBATCHES - 1;
    stopped.setListeners(checkpoints().saveEveryNIterations(last).keepLast(1).build());
    stopped.fit(data(), STOPPED_AFTER);

    MultiLayerNetwork network = CheckpointListener.loadLastCheckpointMLN(directory.toFile());
    network.setIterationCount(network.getIterationCount() + 1);
    network.setEpochCount(network.getEpochCount() + 1);
    network.fit(data(), EPOCHS - STOPPED_AFTER);

    assertThat(network.params()).isEqualTo(whole(type).params());
  }

  @Test
  void aGraphIsCountedByItsConfiguration() {
    ComputationGraph whole = graph();
    whole.fit(data(), EPOCHS);
    ComputationGraph stopped = graph();
    stopped.setListeners(checkpoints().saveEveryNEpochs(1).keepLast(1).build());
    stopped.fit(data(), STOPPED_AFTER);

    File file = directory.toFile();
    ComputationGraph graph =
        CheckpointListener.loadCheckpointCG(file, CheckpointListener.lastCheckpoint(file));
    graph.getConfiguration().setEpochCount(graph.getConfiguration().getEpochCount() + 1);
    graph.fit(data(), EPOCHS - STOPPED_AFTER);

    assertThat(graph.params()).isEqualTo(whole.params());
  }

  @Test
  void lineSearchesAreRefusedByTheLayersName() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .optimizationAlgo(OptimizationAlgorithm.LINE_GRADIENT_DESCENT)
                .list()
                .layer(
                    new BooleanDenseLayer.Builder()
                        .name("bits")
                        .nIn(20)
                        .nOut(16)
                        .updater(new SignFlip(12))
                        .build())
                .layer(output())
                .build());

    assertThatIllegalArgumentException()
        .isThrownBy(network::init)
        .withMessageContaining("bits")
        .withMessageContaining("optimizationAlgo")
        .withMessageContaining("LINE_GRADIENT_DESCENT");
  }

  private static MultiLayerNetwork whole(AccumulatorType type) {
    MultiLayerNetwork network = network(type);
    network.fit(data(), EPOCHS);
    return network;
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("bits", bits(AccumulatorType.INT8), "in")
                .addLayer("out", output(), "bits")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }
}
