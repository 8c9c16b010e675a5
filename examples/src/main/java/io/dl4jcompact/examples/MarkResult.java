package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.Mark;
import io.dl4jcompact.examples.marks.MarkTraining;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a mark's trainings.
 *
 * @param oneBit the training of the one-bit network
 * @param twin that of its float twin, where it is the measure
 * @param packed the one-bit network's exported model
 */
record MarkResult(Mark mark, MarkTraining oneBit, Optional<MarkTraining> twin, PackedMark packed) {

  static ResultTable table(List<MarkResult> results) {
    ResultTable table =
        new ResultTable(
            "", "required", "one-bit", "float twin", "", "packed", "same class", "file", "time");
    for (MarkResult result : results) {
      Agreement agreement = result.packed.agreement();
      table.row(
          result.mark.toString(),
          result.mark.goal().toString(),
          percent(result.accuracy()),
          result.twin.map(t -> percent(t.last().accuracy())).orElse("-"),
          result.reached() ? "reached" : "missed",
          percent(result.packed.accuracy()),
          String.format(Locale.ROOT, "%,d of %,d", agreement.sameClass(), agreement.images()),
          String.format(Locale.ROOT, "%,.1f kB", result.packed.bytes() / 1e3),
          String.format(Locale.ROOT, "%,.0f s", result.seconds()));
    }
    return table;
  }

  private double accuracy() {
    return oneBit.last().accuracy();
  }

  private double seconds() {
    return oneBit.last().seconds() + twin.map(t -> t.last().seconds()).orElse(0.0);
  }

  boolean reached() {
    OptionalDouble ofTwin =
        twin.map(t -> OptionalDouble.of(t.last().accuracy())).orElse(OptionalDouble.empty());
    return mark.goal().reached(accuracy(), ofTwin);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
