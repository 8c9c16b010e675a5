package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The last step of a parameter's update: nothing is subtracted from inactive elements. */
final class KeepInactive implements Regularization {

  private static final long serialVersionUID = 1L;

  private final transient ActiveRegion region;

  KeepInactive(ActiveRegion region) {
    this.region = region;
  }

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.POST_UPDATER;
  }

  @Override
  public void apply(
      INDArray parameter, INDArray update, double learningRate, int iteration, int epoch) {
    region.keepi(update);
    region.clear();
  }

  @Override
  public double score(INDArray parameter, int iteration, int epoch) {
    return 0;
  }

  // A copy has the same region, which is the layer's.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public Regularization clone() {
    return new KeepInactive(region);
  }
}
