package io.dl4jcompact.sparse.structure;

/**
 * The greatest or the mean value of each window of a channel.
 *
 * @param pooling which
 * @param kernel side of the window, 1 to 1,024; 0 for all of the map, which leaves a vector
 * @param stride 1 to 1,024
 * @param padding on each side, less than the kernel
 */
public record PoolingPlan(String name, Pooling pooling, int kernel, int stride, int padding)
    implements LayerPlan {

  /** What is taken of a window. */
  public enum Pooling {
    /** Its greatest value. */
    MAX,
    /** Its mean. */
    AVERAGE
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public PoolingPlan {
    Named.require("name", name);
    if (kernel == 0) {
      Named.requireRange("stride", stride, 1, 1);
      Named.requireRange("padding", padding, 0, 0);
    } else {
      new Window(kernel, stride, padding);
    }
  }

  /** Of all of the map. */
  public static PoolingPlan global(String name, Pooling pooling) {
    return new PoolingPlan(name, pooling, 0, 1, 0);
  }

  @Override
  public String kind() {
    return "pooling";
  }

  @Override
  public SignalShape output(SignalShape input) {
    require(input, SignalShape.Kind.MAP, "channels, height, width");
    return kernel == 0
        ? SignalShape.vector(input.channels())
        : new Window(kernel, stride, padding).output(this, input, input.channels());
  }

  @Override
  public LayerCost cost(SignalShape input) {
    return LayerCost.NONE;
  }

  @Override
  public PoolingPlan withName(String other) {
    return new PoolingPlan(other, pooling, kernel, stride, padding);
  }
}
