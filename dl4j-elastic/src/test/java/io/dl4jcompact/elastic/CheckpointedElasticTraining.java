package io.dl4jcompact.elastic;

import io.dl4jcompact.core.NetworkKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A program that trains progressively with checkpoints, from the last one that an earlier run left.
 * {@link KilledElasticTrainingTest} kills it.
 */
final class CheckpointedElasticTraining {

  /** Holds the bits of parameters and updater state once the training is over. */
  static final String RESULT = "result";

  /** The checkpoints' directory. */
  static final String CHECKPOINTS = "checkpoints";

  private CheckpointedElasticTraining() {}

  /**
   * @param arguments a directory
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Model network =
        ElasticNetworks.images(
            NetworkKind.LIST, ElasticNetworks.settings(new Adam(0.01)).dropOut(0.9));
    new ElasticTrainer.Builder(network)
        .strategy(SamplingStrategy.mixed(3, 0, 5))
        .checkpoints(directory.resolve(CHECKPOINTS), 2)
        .build()
        .train(
            new ExistingDataSetIterator(
                List.of(
                    ElasticNetworks.pictures(6, 1),
                    ElasticNetworks.pictures(6, 2),
                    ElasticNetworks.pictures(6, 3))),
            ElasticPhase.progressive(
                20,
                ElasticPhase.open(Dimension.KERNEL, 20),
                ElasticPhase.open(Dimension.DEPTH, 20),
                ElasticPhase.open(Dimension.WIDTH, 20)));
    INDArray state = TrainedNetwork.of(network).updater().getStateViewArray();
    ByteBuffer bits = ByteBuffer.allocate((int) (4 * (network.numParams() + state.length())));
    for (INDArray array : List.of(network.params(), state)) {
      for (float value : array.dup().data().asFloat()) {
        bits.putFloat(value);
      }
    }
    Path temporary = Files.write(directory.resolve("writing"), bits.array());
    Files.move(temporary, directory.resolve(RESULT), StandardCopyOption.ATOMIC_MOVE);
  }
}
