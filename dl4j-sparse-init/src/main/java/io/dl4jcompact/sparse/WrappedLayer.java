package io.dl4jcompact.sparse;

import java.util.List;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.DataFormat;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A configuration whose settings are another's.
 *
 * <p>Deeplearning4j's own {@code BaseWrapperLayer} is no {@code BaseLayer}, and so out of reach of
 * fine-tuning: a new updater or l2 would not arrive at the layer in it, and its nOut could not be
 * replaced.
 */
abstract class WrappedLayer extends FeedForwardLayer {

  private FeedForwardLayer underlying;

  WrappedLayer(FeedForwardLayer underlying) {
    this.underlying = underlying;
    // Deeplearning4j reads this field beside its getter.
    super.setConstraints(underlying.getConstraints());
  }

  /** The configuration that is wrapped. */
  public final FeedForwardLayer getUnderlying() {
    return underlying;
  }

  @Override
  public WrappedLayer clone() {
    WrappedLayer clone = (WrappedLayer) super.clone();
    clone.underlying = (FeedForwardLayer) underlying.clone();
    return clone;
  }

  @Override
  public String getLayerName() {
    return underlying.getLayerName();
  }

  @Override
  public void setLayerName(String name) {
    underlying.setLayerName(name);
  }

  @Override
  public IDropout getIDropout() {
    return underlying.getIDropout();
  }

  @Override
  public void setIDropout(IDropout dropout) {
    underlying.setIDropout(dropout);
  }

  @Override
  public List<LayerConstraint> getConstraints() {
    return underlying.getConstraints();
  }

  @Override
  public void setConstraints(List<LayerConstraint> constraints) {
    super.setConstraints(constraints);
    underlying.setConstraints(constraints);
  }

  @Override
  public IActivation getActivationFn() {
    return underlying.getActivationFn();
  }

  @Override
  public void setActivationFn(IActivation activation) {
    underlying.setActivationFn(activation);
  }

  @Override
  public IWeightInit getWeightInitFn() {
    return underlying.getWeightInitFn();
  }

  @Override
  public void setWeightInitFn(IWeightInit init) {
    underlying.setWeightInitFn(init);
  }

  @Override
  public double getBiasInit() {
    return underlying.getBiasInit();
  }

  @Override
  public void setBiasInit(double init) {
    underlying.setBiasInit(init);
  }

  @Override
  public double getGainInit() {
    return underlying.getGainInit();
  }

  @Override
  public void setGainInit(double init) {
    underlying.setGainInit(init);
  }

  @Override
  public List<Regularization> getRegularization() {
    return underlying.getRegularization();
  }

  @Override
  public void setRegularization(List<Regularization> regularization) {
    underlying.setRegularization(regularization);
  }

  @Override
  public List<Regularization> getRegularizationBias() {
    return underlying.getRegularizationBias();
  }

  @Override
  public void setRegularizationBias(List<Regularization> regularization) {
    underlying.setRegularizationBias(regularization);
  }

  @Override
  public IUpdater getIUpdater() {
    return underlying.getIUpdater();
  }

  @Override
  public void setIUpdater(IUpdater updater) {
    underlying.setIUpdater(updater);
  }

  @Override
  public IUpdater getBiasUpdater() {
    return underlying.getBiasUpdater();
  }

  @Override
  public void setBiasUpdater(IUpdater updater) {
    underlying.setBiasUpdater(updater);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return underlying.getUpdaterByParam(parameter);
  }

  @Override
  public IWeightNoise getWeightNoise() {
    return underlying.getWeightNoise();
  }

  @Override
  public void setWeightNoise(IWeightNoise noise) {
    underlying.setWeightNoise(noise);
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return underlying.getGradientNormalization();
  }

  @Override
  public void setGradientNormalization(GradientNormalization normalization) {
    underlying.setGradientNormalization(normalization);
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return underlying.getGradientNormalizationThreshold();
  }

  @Override
  public void setGradientNormalizationThreshold(double threshold) {
    underlying.setGradientNormalizationThreshold(threshold);
  }

  @Override
  public long getNIn() {
    return underlying.getNIn();
  }

  @Override
  public void setNIn(long nIn) {
    underlying.setNIn(nIn);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    underlying.setNIn(inputType, override);
  }

  @Override
  public long getNOut() {
    return underlying.getNOut();
  }

  @Override
  public void setNOut(long nOut) {
    underlying.setNOut(nOut);
  }

  @Override
  public DataFormat getTimeDistributedFormat() {
    return underlying.getTimeDistributedFormat();
  }

  @Override
  public void setTimeDistributedFormat(DataFormat format) {
    underlying.setTimeDistributedFormat(format);
  }

  @Override
  public void setDataType(DataType dataType) {
    underlying.setDataType(dataType);
  }

  @Override
  public void resetLayerDefaultConfig() {
    underlying.resetLayerDefaultConfig();
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return underlying.isPretrainParam(parameter);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return underlying.getPreProcessorForInputType(inputType);
  }
}
