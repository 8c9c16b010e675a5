package io.dl4jcompact.elastic.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Another updater, for the active region of one parameter. Equal only with the same region, so that
 * Deeplearning4j joins no two parameters into one block.
 */
final class ElasticUpdater implements IUpdater {

  private static final long serialVersionUID = 1L;

  private final IUpdater delegate;
  private final transient ActiveRegion region;

  ElasticUpdater(IUpdater delegate, ActiveRegion region) {
    this.delegate = delegate;
    this.region = region;
  }

  @Override
  public long stateSize(long parameters) {
    return delegate.stateSize(parameters);
  }

  @Override
  public GradientUpdater<ElasticUpdater> instantiate(INDArray view, boolean initialize) {
    return new ElasticGradientUpdater(
        this, delegate, delegate.instantiate(view, initialize), region);
  }

  @Override
  public GradientUpdater<ElasticUpdater> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    return new ElasticGradientUpdater(
        this, delegate, delegate.instantiate(state, initialize), region);
  }

  // Not super.clone(): the delegate must be copied, since setLrAndSchedule changes it.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public IUpdater clone() {
    return new ElasticUpdater(delegate.clone(), region);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return delegate.getLearningRate(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return delegate.hasLearningRate();
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    delegate.setLrAndSchedule(rate, schedule);
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    return other instanceof ElasticUpdater that
        && region == that.region
        && delegate.equals(that.delegate);
  }

  @Override
  public int hashCode() {
    return 31 * delegate.hashCode() + System.identityHashCode(region);
  }
}
