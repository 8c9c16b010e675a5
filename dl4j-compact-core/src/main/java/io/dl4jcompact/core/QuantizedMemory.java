package io.dl4jcompact.core;

import java.util.EnumMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** Memory reports of layers with quantised operands, in array elements. */
public final class QuantizedMemory {

  private QuantizedMemory() {}

  /**
   * The report of a layer that Deeplearning4j has none for.
   *
   * @param weights elements of W
   * @param columns elements of one example's input as laid out window by window; 0 where products
   *     read the input as it is
   */
  public static LayerMemoryReport of(
      FeedForwardLayer layer, InputType inputType, long weights, long columns) {
    InputType outputType = layer.getOutputType(-1, inputType);
    long parameters = layer.initializer().numParams(layer);
    long inputs = inputType.arrayElementsPerExample();
    long outputs = outputType.arrayElementsPerExample();
    long dropped = layer.getIDropout() == null ? 0 : inputs;
    LayerMemoryReport report =
        new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), inputType, outputType)
            .standardMemory(parameters, layer.getIUpdater().stateSize(parameters))
            // While training, columns are needed for either gradient, and z is kept.
            .workingMemory(0, columns, 0, dropped + 2 * columns + outputs)
            .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
            .build();
    return added(report, layer.getClass(), weights, inputs);
  }

  /**
   * Adds to a float layer's report the quantised weights and input, and for training the factors of
   * their gradients.
   *
   * @param weights elements of W
   * @param inputs elements of one example's input
   */
  public static LayerMemoryReport added(
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
