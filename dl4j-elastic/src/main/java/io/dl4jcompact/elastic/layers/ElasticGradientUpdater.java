package io.dl4jcompact.elastic.layers;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Hands the active elements of a parameter's gradient and of its state to another updater, as if
 * the parameter had no others.
 */
final class ElasticGradientUpdater implements GradientUpdater<ElasticUpdater> {

  private final ElasticUpdater config;
  private final IUpdater delegate;
  private final GradientUpdater<?> whole;
  private final ActiveRegion region;

  /**
   * @param whole made by the delegate, with the state of all elements
   */
  ElasticGradientUpdater(
      ElasticUpdater config, IUpdater delegate, GradientUpdater<?> whole, ActiveRegion region) {
    this.config = config;
    this.delegate = delegate;
    this.whole = whole;
    this.region = region;
  }

  @Override
  public ElasticUpdater getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    whole.setState(state, initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return whole.getState();
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    whole.setStateViewArray(view, shape, order, initialize);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (region.length() == gradient.length()) {
      whole.applyUpdater(gradient, iteration, epoch);
    } else if (!region.isEmpty()) {
      applyToActive(gradient, iteration, epoch);
    }
  }

  private void applyToActive(INDArray gradient, int iteration, int epoch) {
    Map<String, INDArray> state = new HashMap<>();
    whole.getState().forEach((key, values) -> state.put(key, region.gather(values)));
    INDArray active = region.gather(gradient);
    delegate.instantiate(state, false).applyUpdater(active, iteration, epoch);
    state.forEach((key, values) -> region.scatter(values, whole.getState().get(key)));
    region.scatter(active, gradient);
  }
}
