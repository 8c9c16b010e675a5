package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A program that trains a network with Deeplearning4j's checkpoints, from the last one that an
 * earlier run left in its directory. {@link KilledTrainingTest} kills it.
 */
final class CheckpointedTraining {

  /** Holds the bits of parameters and updater state once the training is over. */
  static final String RESULT = "result";

  static final int ITERATIONS = 60;

  private static final int EVERY = 3;
  private static final String RUN = "run-";

  private final Path directory;

  private CheckpointedTraining(Path directory) {
    this.directory = directory;
  }

  /**
   * @param arguments a directory, and the flips' name
   */
  public static void main(String[] arguments) throws IOException {
    FlipUpdater flips =
        switch (arguments[1]) {
          case "SignFlip" ->
              new SignFlip(new CosineSchedule(ScheduleType.ITERATION, 60, 5, ITERATIONS));
          case "INT8" ->
              new SignFlip(new CosineSchedule(ScheduleType.ITERATION, 60, 5, ITERATIONS))
                  .withAccumulators(AccumulatorType.INT8);
          case "Bop" ->
              new Bop(
                  new CosineSchedule(ScheduleType.ITERATION, 0.3, 0.01, ITERATIONS),
                  new CosineSchedule(ScheduleType.ITERATION, 1e-3, 1e-4, ITERATIONS));
          default -> throw new IllegalArgumentException(arguments[1]);
        };
    new CheckpointedTraining(Path.of(arguments[0])).run(flips);
  }

  private void run(FlipUpdater flips) throws IOException {
    List<File> runs = runs(directory);
    Optional<MultiLayerNetwork> left = runs.stream().flatMap(run -> last(run).stream()).findFirst();
    MultiLayerNetwork network = left.isPresent() ? left.get() : network(flips);
    // A listener starts in a directory without checkpoints.
    Path run = Files.createDirectories(directory.resolve(RUN + runs.size()));
    network.setListeners(
        new CheckpointListener.Builder(run.toFile())
            .saveEveryNIterations(EVERY)
            .keepLast(2)
            .build());
    while (network.getIterationCount() < ITERATIONS) {
      network.fit(BooleanNetworks.data(network.getIterationCount()));
    }
    Path written = directory.resolve("unfinished");
    Files.write(written, bits(network));
    Files.move(written, directory.resolve(RESULT), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The directories of checkpoints, the latest first. */
  private static List<File> runs(Path directory) {
    File[] runs = directory.toFile().listFiles((parent, name) -> name.startsWith(RUN));
    return Arrays.stream(runs).sorted(Comparator.comparing(File::getName).reversed()).toList();
  }

  private static Optional<MultiLayerNetwork> last(File run) {
    // Written after each checkpoint: those that it does not name may be cut off.
    if (new File(run, "checkpointInfo.txt").length() == 0
        || CheckpointListener.availableCheckpoints(run).isEmpty()) {
      return Optional.empty();
    }
    MultiLayerNetwork network = CheckpointListener.loadLastCheckpointMLN(run);
    // It was saved by a listener, before Deeplearning4j counted the iteration.
    network.setIterationCount(network.getIterationCount() + 1);
    return Optional.of(network);
  }

  private static MultiLayerNetwork network(FlipUpdater flips) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.01))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(
                    new ActivationLayer.Builder()
                        .activation(new BooleanActivation().withFanIn(9))
                        .build())
                .layer(new BooleanConvolutionLayer.Builder(3, 3).nOut(8).updater(flips).build())
                .layer(new BooleanDenseLayer.Builder().nOut(16).updater(flips).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(BooleanNetworks.inputType())
                .build());
    network.init();
    return network;
  }

  private static byte[] bits(MultiLayerNetwork network) {
    INDArray parameters = network.params();
    INDArray state = network.getUpdater().getStateViewArray();
    ByteBuffer bits =
        ByteBuffer.allocate((int) (parameters.length() + state.length()) * Float.BYTES);
    bits.asFloatBuffer().put(parameters.dup().data().asFloat()).put(state.dup().data().asFloat());
    return bits.array();
  }
}
