package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.Mark;
import io.dl4jcompact.examples.marks.MarkProgress;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import io.dl4jcompact.examples.marks.Precision;
import io.dl4jcompact.examples.marks.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trainings of one mark, and the export of its one-bit network. What has been trained is kept
 * in the directory until all is done; the same job goes on from there.
 *
 * @param mark what is to be reached
 * @param recipe how it is learnt: the mark's own, or with other epochs
 * @param seed of each training
 * @param out an existing directory that takes the model and the curves
 */
record MarkJob(Mark mark, Recipe recipe, long seed, Path out) {

  MarkResult run(MarkImages images, EpochLog log) throws IOException {
    MarkCheckpoint oneBitKept = checkpoint("one-bit", log);
    MarkCheckpoint twinKept = checkpoint("float twin", log);
    MarkTraining oneBit = train(Precision.ONE_BIT, images, oneBitKept);
    Optional<MarkTraining> twin =
        mark.goal().needsTwin()
            ? Optional.of(train(Precision.FLOAT, images, twinKept))
            : Optional.empty();
    PackedMark packed =
        PackedMark.export(oneBit, mark.toString(), seed, images, mark.recipe().dataset(), out);
    Path curves = out.resolve(mark + ".png");
    Plot.write(curves, "test accuracy of " + mark, curves(oneBit, twin))
        .ifPresent(log.console()::println);

    oneBitKept.delete();
    twinKept.delete();
    return new MarkResult(mark, oneBit, twin, packed);
  }

  private MarkCheckpoint checkpoint(String network, EpochLog log) {
    Path file = out.resolve("%s-%s.zip".formatted(mark, network.replace(' ', '-')));
    return new MarkCheckpoint(file, "%s,%s,%d".formatted(mark, network, seed), log);
  }

  private MarkTraining train(Precision precision, MarkImages images, MarkProgress progress)
      throws IOException {
    return MarkTraining.run(
        recipe, precision, images.train(), images.testBatches(), seed, progress);
  }

  private static Map<String, List<Double>> curves(
      MarkTraining oneBit, Optional<MarkTraining> twin) {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    curves.put("one-bit", oneBit.epochs().stream().map(Epoch::accuracy).toList());
    twin.ifPresent(
        t -> curves.put("float twin", t.epochs().stream().map(Epoch::accuracy).toList()));
    return curves;
  }
}
