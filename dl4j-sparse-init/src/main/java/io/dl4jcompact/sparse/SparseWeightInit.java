package io.dl4jcompact.sparse;

import java.util.Objects;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another weight initialiser that is told the numbers of inputs and outputs that are connected:
 * density · fanIn and density · fanOut. So the sums of a sparse layer have the variance that the
 * initialiser means them to have; one that does not look at them, as a constant, is unchanged.
 *
 * <p>A {@link SparseLayer} puts it around the initialiser of its layer by itself, unless that is
 * already one: {@code new SparseWeightInit(init, 1)} leaves an initialiser as it is.
 */
public final class SparseWeightInit implements IWeightInit {

  @JsonProperty private final IWeightInit init;
  @JsonProperty private final double density;

  /**
   * @param init any initialiser of Deeplearning4j or of one's own
   * @param density share of connected weights, in (0, 1]
   */
  @JsonCreator
  public SparseWeightInit(
      @JsonProperty("init") IWeightInit init, @JsonProperty("density") double density) {
    this.init = Objects.requireNonNull(init, "init");
    LayerDensities.requireDensity("density", density);
    this.density = density;
  }

  @Override
  public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
    return init.init(density * fanIn, density * fanOut, shape, order, paramView);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseWeightInit that
        && init.equals(that.init)
        && density == that.density;
  }

  @Override
  public int hashCode() {
    return Objects.hash(init, density);
  }

  @Override
  public String toString() {
    return "SparseWeightInit(" + init + ", " + density + ")";
  }
}
