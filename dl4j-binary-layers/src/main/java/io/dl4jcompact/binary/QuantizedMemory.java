package io.dl4jcompact.binary;

import java.util.EnumMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;

/** What quantised operands add to the memory report of a float layer, in array elements. */
final class QuantizedMemory {

  private QuantizedMemory() {}

  /**
   * Adds the quantised weights and input, and for training the factors of their gradients.
   *
   * @param weights elements of W
   * @param inputs elements of one example's input
   */
  static LayerMemoryReport added(
      LayerMemoryReport report, Class<?> layer, long weights, long inputs) {
    report.setLayerType(layer);
    report.setWorkingMemoryFixedInference(report.getWorkingMemoryFixedInference() + weights);
    report.setWorkingMemoryVariableInference(report.getWorkingMemoryVariableInference() + inputs);
    report.setWorkingMemoryFixedTrain(plus(report.getWorkingMemoryFixedTrain(), 2 * weights));
    report.setWorkingMemoryVariableTrain(plus(report.getWorkingMemoryVariableTrain(), 2 * inputs));
    return report;
  }

  private static Map<CacheMode, Long> plus(Map<CacheMode, Long> elements, long more) {
    Map<CacheMode, Long> sum = new EnumMap<>(CacheMode.class);
    elements.forEach((mode, count) -> sum.put(mode, count + more));
    return sum;
  }
}
