package io.dl4jcompact.core;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer computes its output from.
 *
 * @param parameters by Deeplearning4j's keys, such as "W"
 * @param input minibatch first
 */
public record Operands(Map<String, INDArray> parameters, INDArray input) {

  Operands with(String key, INDArray parameter) {
    Map<String, INDArray> changed = new HashMap<>(parameters);
    changed.put(key, parameter);
    return new Operands(changed, input);
  }

  Operands withInput(INDArray changed) {
    return new Operands(parameters, changed);
  }
}
