package io.dl4jcompact.elastic;

import static io.dl4jcompact.elastic.ElasticPhase.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A training that ends in the middle and is started again ends with the bits of one that did not.
 */
class ElasticResumeTest {

  private static final List<ElasticPhase> PHASES =
      ElasticPhase.progressive(
          2, open(Dimension.KERNEL, 3), open(Dimension.WIDTH, 3), open(Dimension.DEPTH, 3));

  @TempDir private Path directory;

  private static Model network(NetworkKind kind) {
    NeuralNetConfiguration.Builder settings =
        ElasticNetworks.settings(new Adam(0.01)).dropOut(0.8).l2(1e-3);
    return ElasticNetworks.images(kind, settings);
  }

  private static ElasticTrainer.Builder trainer(Model network) {
    return new ElasticTrainer.Builder(network)
        .strategy(SamplingStrategy.mixed(3, 0, 5))
        .combination(GradientCombination.MEAN)
        .distillation(0.5)
        .seed(11);
  }

  private static void train(ElasticTrainer trainer) throws IOException {
    ExistingDataSetIterator data =
        new ExistingDataSetIterator(
            List.of(
                ElasticNetworks.pictures(6, 1),
                ElasticNetworks.pictures(6, 2),
                ElasticNetworks.pictures(6, 3)));
    trainer.train(data, PHASES);
  }

  /** What a killed process does: the listener stands for the signal. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void killAfter(NetworkKind kind, int steps, int every) {
    int[] left = {steps};
    ElasticTrainer killed =
        trainer(network(kind))
            .checkpoints(directory, every)
            .listener(
                progress -> {
                  if (--left[0] == 0) {
                    throw new Killed();
                  }
                })
            .build();
    assertThatThrownBy(() -> train(killed)).isInstanceOf(Killed.class);
  }

  private static float[] bits(Model network) {
    return network.params().dup().data().asFloat();
  }

  @ParameterizedTest
  @CsvSource({"LIST,1,0,11", "LIST,8,2,4", "GRAPH,7,0,6", "GRAPH,11,2,1"})
  void endsWithTheSameBits(NetworkKind kind, int steps, int every, int left) throws IOException {
    Model uninterrupted = network(kind);
    train(trainer(uninterrupted).build());

    killAfter(kind, steps, every);
    Model resumed = network(kind);
    int[] done = {0};
    train(trainer(resumed).checkpoints(directory, every).listener(progress -> done[0]++).build());

    assertArrayEquals(bits(uninterrupted), bits(resumed));
    assertArrayEquals(state(uninterrupted), state(resumed));
    assertThat(TrainedNetwork.of(resumed).iteration()).isEqualTo(11);
    assertThat(TrainedNetwork.of(resumed).epoch())
        .isEqualTo(TrainedNetwork.of(uninterrupted).epoch());
    assertThat(done[0]).isEqualTo(left);
  }

  private static float[] state(Model network) {
    INDArray view = TrainedNetwork.of(network).updater().getStateViewArray();
    return view.dup().data().asFloat();
  }

  @ParameterizedTest
  @EnumSource
  void everyPhaseKeepsAnOrdinaryFile(NetworkKind kind) throws IOException {
    Model network = network(kind);

    train(trainer(network).checkpoints(directory, 2).build());

    assertThat(directory)
        .isDirectoryContaining("glob:**phase-0-full.zip")
        .isDirectoryContaining("glob:**phase-1-kernel.zip")
        .isDirectoryContaining("glob:**phase-2-width.zip")
        .isDirectoryContaining("glob:**phase-3-depth.zip")
        .isDirectoryNotContaining("glob:**latest*")
        .isDirectoryNotContaining("glob:**.tmp");
    byte[] last = Files.readAllBytes(directory.resolve("phase-3-depth.zip"));
    assertArrayEquals(bits(network), bits(kind.load(last)));
    // Nothing is left to do.
    Model again = network(kind);
    train(
        trainer(again)
            .checkpoints(directory, 2)
            .listener(
                progress -> {
                  throw new UncheckedIOException(new IOException("trained again"));
                })
            .build());
    assertArrayEquals(bits(network), bits(again));
  }

  @Test
  void anotherTrainingsDirectoryIsRefused() {
    killAfter(NetworkKind.LIST, 4, 0);
    MultiLayerNetwork other = (MultiLayerNetwork) network(NetworkKind.LIST);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> train(trainer(other).distillation(0.25).checkpoints(directory, 0).build()))
        .withMessageContaining("distillation 0.5, seed 11")
        .withMessageContaining("distillation 0.25, seed 11");
  }
}
