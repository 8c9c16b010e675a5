package io.dl4jcompact.elastic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.type.TypeReference;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The files of one training in a directory: {@code phase-<number>-<name>.zip} at the end of each
 * phase, as Deeplearning4j saves networks with their updaters, {@code latest-<iteration>.zip}
 * between them, and {@code progress.json}, which names the last one. That is replaced when the
 * network's file is complete, so that a kill at any time leaves a checkpoint that can be read.
 */
final class ElasticCheckpoints {

  private static final String PROGRESS = "progress.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final String plan;

  /**
   * @param plan what the training is to do; another one's checkpoints are refused
   */
  ElasticCheckpoints(Path directory, String plan) {
    this.directory = directory;
    this.plan = plan;
  }

  /**
   * Where a training was.
   *
   * @param phase index of the phase that is to be gone on with; the number of phases at the end
   * @param iteration number of its steps that are done
   * @param file of the network
   */
  record Position(int phase, long iteration, Path file) {}

  /** The last checkpoint; empty if there is none. */
  Optional<Position> last() throws IOException {
    Path file = directory.resolve(PROGRESS);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> progress =
        JSON.readValue(Files.readString(file), new TypeReference<Map<String, String>>() {});
    if (!plan.equals(progress.get("plan"))) {
      throw new IllegalArgumentException(
          "%s is of a training of \"%s\", expected \"%s\"; give another directory, or the same"
                  .formatted(file, progress.get("plan"), plan)
              + " settings");
    }
    return Optional.of(
        new Position(
            Integer.parseInt(progress.get("phase")),
            Long.parseLong(progress.get("iteration")),
            directory.resolve(progress.get("file"))));
  }

  void phaseDone(Model network, int index, ElasticPhase phase) throws IOException {
    write(network, index + 1, 0, "phase-%d-%s.zip".formatted(index, phase.name()));
  }

  void stepDone(Model network, int index, long iteration) throws IOException {
    write(network, index, iteration, "latest-%d-%d.zip".formatted(index, iteration));
  }

  private void write(Model network, int phase, long iteration, String name) throws IOException {
    Files.createDirectories(directory);
    replace(directory.resolve(name), out -> ModelSerializer.writeModel(network, out, true));
    Map<String, String> progress = new LinkedHashMap<>();
    progress.put("plan", plan);
    progress.put("phase", String.valueOf(phase));
    progress.put("iteration", String.valueOf(iteration));
    progress.put("file", name);
    byte[] bytes = JSON.writeValueAsString(progress).getBytes(StandardCharsets.UTF_8);
    replace(directory.resolve(PROGRESS), out -> out.write(bytes));
    removeOthers(name);
  }

  /** Files of steps that a later one has replaced, and those that a kill left half written. */
  private void removeOthers(String name) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "{latest-*.zip,*.tmp}")) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(name)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Writes bytes that may fail. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void replace(Path file, Content content) throws IOException {
    Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Makes a network what it was at a checkpoint: parameters, updater and counts. */
  static void restore(TrainedNetwork network, Path file) throws IOException {
    TrainedNetwork saved =
        TrainedNetwork.of(
            network.model() instanceof MultiLayerNetwork
                ? ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true)
                : ModelSerializer.restoreComputationGraph(file.toFile(), true));
    network.model().params().assign(saved.model().params());
    INDArray state = saved.updater().getStateViewArray();
    if (state != null) {
      network.updater().getStateViewArray().assign(state);
    }
    network.setCounts(saved.iteration(), saved.epoch());
  }
}
