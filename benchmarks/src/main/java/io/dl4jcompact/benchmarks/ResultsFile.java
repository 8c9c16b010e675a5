package io.dl4jcompact.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * What the tables hold, as JSON for programs:
 *
 * <pre>
 * {"machine": {"processor", "system", "java", "libraries": {name: version}},
 *  "ratios": [{"work", "peer", "oursMicros", "peersMicros", "timesFaster", "timesFasterByMinimum",
 *              "atLeast", "aim", "reached"}],
 *  "limits": [{"what", "value", "most", "unit"}]}
 * </pre>
 *
 * <p>{@code atLeast}, {@code aim} and {@code reached} are missing where there is no target.
 */
final class ResultsFile {

  private ResultsFile() {}

  /** Writes the file. */
  static void write(Path file, Machine machine, List<Ratio> ratios, List<Limit> limits)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine(machine));
    all.put("ratios", ratios.stream().map(ResultsFile::ratio).toList());
    all.put("limits", limits.stream().map(ResultsFile::limit).toList());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
  }

  private static Map<String, Object> machine(Machine machine) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("processor", machine.processor());
    values.put("system", machine.system());
    values.put("java", machine.java());
    values.put("libraries", machine.libraries());
    return values;
  }

  private static Map<String, Object> ratio(Ratio ratio) {
    Target target = ratio.comparison().target();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("work", ratio.comparison().work());
    values.put("peer", ratio.comparison().peerName());
    values.put("oursMicros", ratio.ourMedian());
    values.put("peersMicros", ratio.peerMedian());
    values.put("timesFaster", ratio.median());
    values.put("timesFasterByMinimum", ratio.minimum());
    if (target.isSet()) {
      values.put("atLeast", target.atLeast());
      values.put("aim", target.aim());
      values.put("reached", ratio.verdict());
    }
    return values;
  }

  private static Map<String, Object> limit(Limit limit) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("what", limit.what());
    values.put("value", limit.value());
    values.put("most", limit.most());
    values.put("unit", limit.unit());
    return values;
  }
}
