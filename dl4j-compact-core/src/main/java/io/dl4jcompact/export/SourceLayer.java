package io.dl4jcompact.export;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer or vertex of the trained network.
 *
 * @param name its name there
 * @param kind simple name of its configuration class
 * @param parameters its parameters, the network's own arrays
 */
record SourceLayer(String name, String kind, Map<String, INDArray> parameters) {

  /** Number of parameters. */
  long count() {
    return parameters.values().stream().mapToLong(INDArray::length).sum();
  }

  INDArray array(String parameter) {
    INDArray array = parameters.get(parameter);
    if (array == null) {
      throw new ExportException(
          this + ": has no parameter '" + parameter + "', only " + parameters.keySet());
    }
    return array;
  }

  float[] parameter(String parameter, int... shape) {
    INDArray array = array(parameter);
    if (!Arrays.equals(withoutOnes(array.shape()), withoutOnes(widened(shape)))) {
      throw new ExportException(
          String.format(
              "%s: parameter '%s' has shape %s, expected %s",
              this, parameter, Arrays.toString(array.shape()), Arrays.toString(shape)));
    }
    float[] values = array.castTo(DataType.FLOAT).dup('c').data().asFloat();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ExportException(
            String.format(
                "%s: parameter '%s' holds %s at %d: the network has diverged, train it again, for"
                    + " example with a lower learning rate",
                this, parameter, values[i], i));
      }
    }
    return values;
  }

  private static long[] widened(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  private static long[] withoutOnes(long[] shape) {
    return Arrays.stream(shape).filter(length -> length != 1).toArray();
  }

  /** For messages. */
  @Override
  public String toString() {
    return "layer '" + name + "' (" + kind + ")";
  }
}
