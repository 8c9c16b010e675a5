package io.dl4jcompact.elastic.params;

/**
 * One parameter of a layer.
 *
 * @param key its name in the layer's table
 * @param kind how it begins, and which regularisation it has
 * @param rows length of a vector, or number of a matrix' rows
 * @param columns 0 for a vector
 * @param fanOut what weights are initialised for; their number of inputs is rows
 */
public record ParameterShape(String key, Kind kind, long rows, long columns, long fanOut) {

  /** How a parameter begins, and which regularisation it has. */
  public enum Kind {
    /** By the layer's weight initialisation; regularised. */
    WEIGHTS,
    /** At the layer's initial bias; regularised as biases are. */
    BIASES,
    /** At 1; not regularised. */
    FACTORS,
    /** Normally distributed with deviation 0.02, as in ViT; not regularised. */
    EMBEDDINGS
  }

  /** Weights [inputs, outputs]. */
  public static ParameterShape weights(String key, long inputs, long outputs) {
    return new ParameterShape(key, Kind.WEIGHTS, inputs, outputs, outputs);
  }

  /** Weights of several matrices of the same size, side by side: [inputs, count · outputs]. */
  public static ParameterShape weights(String key, long inputs, long outputs, int count) {
    return new ParameterShape(key, Kind.WEIGHTS, inputs, count * outputs, outputs);
  }

  /** Biases [length]. */
  public static ParameterShape biases(String key, long length) {
    return new ParameterShape(key, Kind.BIASES, length, 0, 0);
  }

  /** Factors [length]. */
  public static ParameterShape factors(String key, long length) {
    return new ParameterShape(key, Kind.FACTORS, length, 0, 0);
  }

  /** Learned vectors [count, embedding]. */
  public static ParameterShape embeddings(String key, long count, long embedding) {
    return new ParameterShape(key, Kind.EMBEDDINGS, count, embedding, 0);
  }

  long length() {
    return columns == 0 ? rows : Math.multiplyExact(rows, columns);
  }

  /** Of the whole parameter. */
  public long[] shape() {
    return columns == 0 ? new long[] {rows} : new long[] {rows, columns};
  }
}
