package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.FlipMark;
import io.dl4jcompact.examples.marks.FlipMethod;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import io.dl4jcompact.examples.marks.PackedMarkTraining;
import io.dl4jcompact.examples.marks.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The trainings of one mark by all its methods. Each is kept in the directory until {@link
 * #deleteKept}, so that the same job goes on from there.
 */
final class FlipMarkJob implements SeedJob {

  private final FlipMark mark;
  private final MarkOptions options;
  private final Path out;
  private final EpochLog log;
  private final MarkImages images;
  private final Map<FlipMethod, List<Double>> accuracies = new EnumMap<>(FlipMethod.class);
  private final List<MarkCheckpoint> kept = new ArrayList<>();
  private final List<PackedMarkCheckpoint> keptPacked = new ArrayList<>();

  FlipMarkJob(FlipMark mark, MarkOptions options, Path out, EpochLog log) throws IOException {
    this.mark = mark;
    this.options = options;
    this.out = out;
    this.log = log;
    images = options.images(mark.dataset());
  }

  @Override
  public void run(long seed) throws IOException {
    for (FlipMethod method : mark.methods()) {
      Recipe recipe = options.withEpochs(mark.recipe(method));
      String name = "%s,%s,%d".formatted(mark, method, seed);
      Epoch last =
          method == FlipMethod.PACKED
              ? packed(recipe, name, seed)
              : inFloats(recipe, method, name, seed);
      accuracies.computeIfAbsent(method, key -> new ArrayList<>()).add(last.accuracy());
    }
  }

  private Epoch inFloats(Recipe recipe, FlipMethod method, String name, long seed)
      throws IOException {
    Path file = out.resolve("%s-%s-%d.zip".formatted(mark, method, seed));
    MarkCheckpoint checkpoint = new MarkCheckpoint(file, name, log);
    kept.add(checkpoint);
    return MarkTraining.run(
            recipe, method.precision(), images.train(), images.testBatches(), seed, checkpoint)
        .last();
  }

  private Epoch packed(Recipe recipe, String name, long seed) throws IOException {
    PackedMarkCheckpoint checkpoint = new PackedMarkCheckpoint(out, name, log);
    keptPacked.add(checkpoint);
    return PackedMarkTraining.run(recipe, images.train(), images.testBatches(), seed, checkpoint)
        .last();
  }

  /** Of all seeds that were run. */
  FlipMarkResult result() {
    return new FlipMarkResult(mark, accuracies);
  }

  @Override
  public void deleteKept() throws IOException {
    for (MarkCheckpoint checkpoint : kept) {
      checkpoint.delete();
    }
    for (PackedMarkCheckpoint checkpoint : keptPacked) {
      checkpoint.delete();
    }
  }
}
