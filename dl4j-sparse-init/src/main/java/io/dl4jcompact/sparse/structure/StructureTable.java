package io.dl4jcompact.sparse.structure;

import java.util.List;
import java.util.Locale;

/** A structure as a table. */
final class StructureTable {

  private StructureTable() {}

  static String of(StructureView view) {
    Structure structure = view.structure();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s (%s), depth %d, input %s, density %.2f %% (%s)%n",
            structure.name(),
            structure.type(),
            structure.depth(),
            structure.input(),
            100 * view.density(),
            view.rule()));
    text.append(
        String.format(
            "%-16s %-12s %14s %14s %14s %9s %14s %18s %18s%n",
            "layer",
            "kind",
            "output",
            "parameters",
            "connected",
            "density",
            "bytes",
            "multiply-adds",
            "of training"));
    List<StructureStep> steps = structure.steps();
    List<StructureView.Count> counts = view.layers();
    for (int layer = 0; layer < steps.size(); layer++) {
      StructureStep step = steps.get(layer);
      text.append(line(step.layer().name(), step.layer().kind(), step.output(), counts.get(layer)));
    }
    SignalShape output = steps.get(steps.size() - 1).output();
    text.append(line("all", "", output, view.total()));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String line(
      String name, String kind, SignalShape output, StructureView.Count count) {
    String density =
        count.weights() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * count.density());
    return String.format(
        Locale.ROOT,
        "%-16s %-12s %14s %,14d %,14d %9s %,14d %,18d %,18d%n",
        name,
        kind,
        output,
        count.parameters(),
        count.connectedParameters(),
        density,
        count.bytes(),
        count.multiplyAdds(),
        count.trainingMultiplyAdds());
  }
}
