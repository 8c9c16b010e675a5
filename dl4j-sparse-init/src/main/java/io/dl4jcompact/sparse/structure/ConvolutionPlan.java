package io.dl4jcompact.sparse.structure;

/**
 * A convolution with a square kernel, and what may follow it: batch normalisation and a shortcut.
 *
 * @param nOut channels, 1 to 1,048,576
 * @param kernel 1 to 1,024
 * @param stride 1 to 1,024
 * @param padding on each side, less than the kernel
 * @param bias whether each channel has a bias
 * @param batchNorm whether each channel is normalised, with a scale and a shift
 * @param shortcut how many layers, this one the last, are led past: what goes into the first of
 *     them is added to the output of this one, by a convolution with kernel 1 where shapes differ;
 *     0 for none
 */
public record ConvolutionPlan(
    String name,
    int nOut,
    int kernel,
    int stride,
    int padding,
    boolean bias,
    boolean batchNorm,
    int shortcut)
    implements LayerPlan {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ConvolutionPlan {
    Named.require("name", name);
    Named.requireRange("nOut", nOut, 1, MOST_WIDTH);
    new Window(kernel, stride, padding);
    Named.requireRange("shortcut", shortcut, 0, Structure.MOST_LAYERS);
  }

  /** With biases, stride 1 and height and width as they are, for an odd kernel. */
  public ConvolutionPlan(String name, int nOut, int kernel) {
    this(name, nOut, kernel, 1, kernel / 2, true, false, 0);
  }

  @Override
  public String kind() {
    return "convolution";
  }

  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public SignalShape output(SignalShape input) {
    return new Window(kernel, stride, padding).output(this, input, nOut);
  }

  @Override
  public LayerCost cost(SignalShape input) {
    return LayerCost.kernel(
        nOut, input.channels(), kernel, output(input).positions(), perChannel());
  }

  /** Parameters of a channel beside its weights. */
  long perChannel() {
    return (bias ? 1 : 0) + (batchNorm ? 2 : 0);
  }

  @Override
  public ConvolutionPlan withWidth(int width) {
    return new ConvolutionPlan(name, width, kernel, stride, padding, bias, batchNorm, shortcut);
  }

  @Override
  public ConvolutionPlan withShortcut(int layers) {
    return new ConvolutionPlan(name, nOut, kernel, stride, padding, bias, batchNorm, layers);
  }

  @Override
  public ConvolutionPlan withName(String other) {
    return new ConvolutionPlan(other, nOut, kernel, stride, padding, bias, batchNorm, shortcut);
  }
}
