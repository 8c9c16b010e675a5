package io.dl4jcompact.binary;

import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Quantises the gradient of one parameter, or of many where each element stands for itself. */
final class OneBitGradientUpdater implements GradientUpdater<OneBitGradient> {

  private final OneBitGradient config;
  private final GradientUpdater<?> delegate;

  OneBitGradientUpdater(OneBitGradient config, GradientUpdater<?> delegate) {
    this.config = config;
    this.delegate = delegate;
  }

  @Override
  public OneBitGradient getConfig() {
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
    SignQuantizer quantizer = quantizer(gradient);
    double scale = config.isScaled() ? gradient.norm1Number().doubleValue() / gradient.length() : 1;
    QuantizerOps.quantize(quantizer, gradient, gradient);
    if (config.quantizer() instanceof LevelQuantizer levels) {
      gradient.muli(levels.factor()).addi(levels.offset());
    }
    if (config.isScaled()) {
      gradient.muli(scale);
    }
    delegate.applyUpdater(gradient, iteration, epoch);
  }

  private SignQuantizer quantizer(INDArray gradient) {
    Optional<Statistic> statistic = config.threshold();
    if (statistic.isEmpty()) {
      return config.rule();
    }
    float theta = StatisticOps.of(statistic.get(), gradient);
    if (!Float.isFinite(theta)) {
      throw new IllegalStateException(
          "OneBitGradient: the gradient's %s is %s, expected a finite number; the loss diverged,"
                  .formatted(statistic.get().spec(), theta)
              + " so lower the learning rate or clip the gradients");
    }
    return new SignQuantizer(theta, config.rule().estimator());
  }
}
