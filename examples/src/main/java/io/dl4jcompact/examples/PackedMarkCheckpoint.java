package io.dl4jcompact.examples;

import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import io.dl4jcompact.examples.marks.PackedMarkTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A packed training in two files: what the trainer saves, named by the number of its epochs, and
 * its identity with all that its epochs reached.
 *
 * @param directory holds both
 * @param name of the training, for the log; files have hyphens for its commas
 * @param log is told of each epoch
 */
record PackedMarkCheckpoint(Path directory, String name, EpochLog log)
    implements PackedMarkTraining.Progress {

  private Path epochs() {
    return directory.resolve(name.replace(',', '-') + ".epochs");
  }

  private Path trainer(int epoch) {
    return directory.resolve("%s.%d.packed".formatted(name.replace(',', '-'), epoch));
  }

  @Override
  public Optional<PackedMarkTraining> begun(String identity) throws IOException {
    if (!Files.exists(epochs())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(epochs());
    int count = Integer.parseInt(lines.get(0));
    if (!String.join("\n", lines.subList(count + 1, lines.size())).equals(identity)) {
      throw new IOException(
          epochs()
              + " keeps a training of another recipe, of other images, epochs or seed: delete it, or"
              + " choose another directory with --out");
    }
    List<Epoch> reached = new ArrayList<>();
    for (String line : lines.subList(1, count + 1)) {
      String[] parts = line.split(",");
      reached.add(
          new Epoch(
              reached.size() + 1,
              Double.parseDouble(parts[0]),
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2])));
    }
    log.goesOn(name, count);
    return Optional.of(new PackedMarkTraining(PackedTrainer.load(trainer(count)), reached));
  }

  @Override
  public void reached(String identity, PackedMarkTraining training) throws IOException {
    // First, so that an epoch may be there twice after a stop in between, but is never missing.
    log.add(name, training.last());
    int count = training.epochs().size();
    training.trainer().save(trainer(count));
    StringBuilder text = new StringBuilder().append(count).append('\n');
    for (Epoch epoch : training.epochs()) {
      text.append(epoch.loss()).append(',').append(epoch.accuracy());
      text.append(',').append(epoch.seconds()).append('\n');
    }
    // Until this is in place, the training goes on from the epoch before.
    ResultFile.write(epochs(), file -> Files.writeString(file, text + identity));
    Files.deleteIfExists(trainer(count - 1));
  }

  /** Removes the files, once they are of no more use. */
  void delete() throws IOException {
    try (var files = Files.newDirectoryStream(directory, name.replace(',', '-') + ".*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
