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
 * @param packedAccuracy the exported model's, in 0..1
 * @param agreement of the exported model with its network
 * @param modelBytes size of the exported model's file
 */
record MarkResult(
    Mark mark,
    MarkTraining oneBit,
    Optional<MarkTraining> twin,
    double packedAccuracy,
    Agreement agreement,
    long modelBytes) {

  static ResultTable table(List<MarkResult> results) {
    ResultTable table =
        new ResultTable(
            "", "required", "one-bit", "float twin", "", "packed", "same class", "file", "time");
    for (MarkResult result : results) {
      table.row(
          result.mark.toString(),
          result.mark.goal().toString(),
          percent(result.accuracy()),
          result.twin.map(t -> percent(t.last().accuracy())).orElse("-"),
          result.reached() ? "reached" : "missed",
          percent(result.packedAccuracy),
          String.format(
              Locale.ROOT, "%,d of %,d", result.agreement.sameClass(), result.agreement.images()),
          String.format(Locale.ROOT, "%,.1f kB", result.modelBytes / 1e3),
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

  boolean packedAgrees() {
    return agreement.sameClass() == agreement.images();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
