package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.MarkProgress;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A training in a file of Deeplearning4j's format, its updater's state and its epochs included.
 *
 * @param file holds what the last epoch that was kept left
 * @param name of the training, for the log
 * @param log is told of each epoch
 */
record MarkCheckpoint(Path file, String name, EpochLog log) implements MarkProgress {

  private static final String IDENTITY = "identity";
  private static final String EPOCHS = "epochs";

  @Override
  public Optional<MarkTraining> begun(String identity) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    File saved = file.toFile();
    if (!identity.equals(ModelSerializer.getObjectFromFile(saved, IDENTITY))) {
      throw new IOException(
          file
              + " keeps a training of another recipe, of other images, epochs or seed: delete it, or"
              + " choose another directory with --out");
    }
    List<Epoch> epochs = ModelSerializer.getObjectFromFile(saved, EPOCHS);
    log.goesOn(name, epochs.size());
    return Optional.of(
        new MarkTraining(ModelSerializer.restoreComputationGraph(saved, true), epochs));
  }

  @Override
  public void reached(String identity, MarkTraining training) throws IOException {
    ResultFile.write(file, temporary -> write(temporary.toFile(), identity, training));
    log.add(name, training.last());
  }

  private static void write(File target, String identity, MarkTraining training)
      throws IOException {
    ComputationGraph network = training.network();
    ModelSerializer.writeModel(network, target, true);
    ModelSerializer.addObjectToFile(target, IDENTITY, identity);
    ModelSerializer.addObjectToFile(target, EPOCHS, new ArrayList<>(training.epochs()));
  }

  /** Removes the file, once it is of no more use. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
