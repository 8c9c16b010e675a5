package io.dl4jcompact.sparse.structure;

/**
 * A convolution of each channel with a square kernel of its own.
 *
 * @param kernel 1 to 1,024
 * @param stride 1 to 1,024
 * @param padding on each side, less than the kernel
 * @param bias whether each channel has a bias
 * @param batchNorm whether each channel is normalised, with a scale and a shift
 */
public record DepthwisePlan(
    String name, int kernel, int stride, int padding, boolean bias, boolean batchNorm)
    implements LayerPlan {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DepthwisePlan {
    Named.require("name", name);
    new Window(kernel, stride, padding);
  }

  @Override
  public String kind() {
    return "depthwise";
  }

  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public SignalShape output(SignalShape input) {
    return new Window(kernel, stride, padding).output(this, input, input.channels());
  }

  /** Shape of the weights: [channels, 1, kernel, kernel]. */
  @Override
  public LayerCost cost(SignalShape input) {
    long perChannel = (bias ? 1 : 0) + (batchNorm ? 2 : 0);
    return LayerCost.kernel(input.channels(), 1, kernel, output(input).positions(), perChannel);
  }

  @Override
  public DepthwisePlan withName(String other) {
    return new DepthwisePlan(other, kernel, stride, padding, bias, batchNorm);
  }
}
