package io.dl4jcompact.quant;

import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quantizer.Statistic;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Clips the gradient of one parameter, or of many where each element stands for itself. */
final class ClippedGradientUpdater implements GradientUpdater<ClippedGradient> {

  private final ClippedGradient config;
  private final GradientUpdater<?> delegate;

  ClippedGradientUpdater(ClippedGradient config, GradientUpdater<?> delegate) {
    this.config = config;
    this.delegate = delegate;
  }

  @Override
  public ClippedGradient getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    delegate.setState(state, initialize);
  }

  @Override
  public Map<String, INDArray> getState() {
    return delegate.getState();
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    delegate.setStateViewArray(view, shape, order, initialize);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (!config.clipsAfterUpdate()) {
      clipi(gradient, iteration, epoch);
    }
    delegate.applyUpdater(gradient, iteration, epoch);
    if (config.clipsAfterUpdate()) {
      clipi(gradient, iteration, epoch);
    }
  }

  private void clipi(INDArray gradient, int iteration, int epoch) {
    double threshold = config.threshold(iteration, epoch);
    if (config.clipsNorm()) {
      double norm = gradient.norm2Number().doubleValue();
      if (norm > threshold) {
        gradient.muli(threshold / norm);
      }
      return;
    }
    if (config.share() < 1) {
      threshold = Math.min(threshold, range(gradient));
    }
    if (threshold < Double.POSITIVE_INFINITY) {
      Nd4j.exec(new ScalarMin(gradient, null, gradient, threshold));
      Nd4j.exec(new ScalarMax(gradient, null, gradient, -threshold));
    }
  }

  private float range(INDArray gradient) {
    INDArray magnitudes = Transforms.abs(gradient, true);
    float range = StatisticOps.of(Statistic.quantile(config.share()), magnitudes);
    if (!Float.isFinite(range)) {
      throw new IllegalStateException(
          "ClippedGradient: the magnitude that a share of %s of the gradient is within is %s, expected"
                  .formatted(config.share(), range)
              + " a finite number; the loss diverged, so lower the learning rate");
    }
    return range;
  }
}
