package io.dl4jcompact.sparse.structure;

/**
 * Neurons that see all of their input; a map is flattened.
 *
 * @param nOut neurons, 1 to 1,048,576
 * @param bias whether each has a bias
 */
public record DensePlan(String name, int nOut, boolean bias) implements LayerPlan {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DensePlan {
    Named.require("name", name);
    Named.requireRange("nOut", nOut, 1, MOST_WIDTH);
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public SignalShape output(SignalShape input) {
    if (input.kind() == SignalShape.Kind.TOKENS) {
      throw refused("its input", input + " (tokens), expected a vector or a map");
    }
    return SignalShape.vector(nOut);
  }

  @Override
  public LayerCost cost(SignalShape input) {
    return LayerCost.dense(nOut, input.size(), 1, bias);
  }

  @Override
  public DensePlan withWidth(int width) {
    return new DensePlan(name, width, bias);
  }

  @Override
  public DensePlan withName(String other) {
    return new DensePlan(other, nOut, bias);
  }
}
