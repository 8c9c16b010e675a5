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
    try {
      return read(file.toFile(), identity);
    } catch (RuntimeException e) {
      throw new IOException(
          file
              + " cannot be read ("
              + e.getMessage()
              + "): delete it, or choose another directory with --out",
          e);
    }
  }

  private Optional<MarkTraining> read(File saved, String identity) throws IOException {
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
    // First, so that an epoch may be there twice after a stop in between, but is never missing.
    log.add(name, training.last());
    ResultFile.write(file, temporary -> write(temporary.toFile(), identity, training));
  }

  private static void write(File target, String identity, MarkTraining training)
      throws IOException {
    ModelSerializer.writeModel(training.network(), target, true);
    try {
      ModelSerializer.addObjectToFile(target, IDENTITY, identity);
      ModelSerializer.addObjectToFile(target, EPOCHS, new ArrayList<>(training.epochs()));
    } catch (RuntimeException e) {
      // Deeplearning4j's form of an IOException.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Removes the file, once it is of no more use. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
