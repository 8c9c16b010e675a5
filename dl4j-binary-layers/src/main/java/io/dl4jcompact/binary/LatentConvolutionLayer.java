package io.dl4jcompact.binary;

import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.GroupedParamInitializer;
import io.dl4jcompact.core.GroupedWeights;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What the configurations of all quantised convolutions have in common. */
abstract class LatentConvolutionLayer extends ConvolutionLayer implements QuantizedConvolution {

  @JsonProperty private Quantization quantization = Quantization.DEFAULT;

  /** For Jackson. */
  LatentConvolutionLayer() {}

  LatentConvolutionLayer(QuantizedBuilder<?> builder) {
    super(builder);
    quantization = builder.quantization;
  }

  /** The layer, without parameters. */
  abstract BaseLayer<?> implementation(NeuralNetConfiguration conf, DataType dataType);

  /**
   * Refuses what is known to be wrong; sizes of 0 may still become known.
   *
   * @throws IllegalArgumentException naming the layer
   */
  abstract void requireValid(LayerSettings settings);

  @Override
  public Quantization quantization() {
    return quantization;
  }

  @Override
  public ParamInitializer initializer() {
    return RunningThreshold.behind(GroupedParamInitializer.getInstance(), quantization);
  }

  /** {@code NoOp} for a running threshold, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return paramName.equals(RunningThreshold.KEY) ? new NoOp() : super.getUpdaterByParam(paramName);
  }

  /** False where there are groups, which Deeplearning4j's own convolution cannot compute. */
  @Override
  public boolean isCudnnAllowFallback() {
    return groups() == 1 && super.isCudnnAllowFallback();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LatentLayers.requireValid(this);
    // Again: the mode may be the network's, and a file may hold anything.
    requireValid(LayerInstances.settings(this));
    return LayerInstances.configure(
        implementation(conf, dataType), conf, listeners, layerIndex, paramsView, initializeParams);
  }

  /** Asked for before the layer is made, so that a file's groups are not known to be good. */
  long inputsOfGroup() {
    GroupedWeights.requireGroup(LayerInstances.settings(this), groups());
    return nIn / groups();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && quantization.equals(((LatentConvolutionLayer) other).quantization);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), quantization);
  }

  @Override
  public String toString() {
    return "%s(%s, %s)".formatted(getClass().getSimpleName(), super.toString(), quantization);
  }

  /**
   * What the builders of all quantised convolutions have in common.
   *
   * @param <T> the builder
   */
  abstract static class QuantizedBuilder<T extends QuantizedBuilder<T>> extends BaseConvBuilder<T> {

    private Quantization quantization = Quantization.DEFAULT;

    QuantizedBuilder() {
      setActivationFn(new ActivationIdentity());
    }

    abstract T self();

    Quantization quantization() {
      return quantization;
    }

    /**
     * Quantiser of x. Default {@code step(0.0, clipped)}; {@code Identity} for float inputs. A
     * stochastic one repeats as {@link QuantizerOps#quantizeTraining} says. A dynamic one computes
     * its threshold from all elements of x, after dropout; the layer then has a parameter more, the
     * running threshold "inputThreshold", which no gradient changes. A {@link LevelQuantizer}
     * around any of them gives other values than 0 and 1, or ±1.
     */
    public T inputQuantizer(Quantizer quantizer) {
      quantization = quantization.withInput(quantizer);
      return self();
    }

    /**
     * Quantiser of W. Default {@code sign(0.0, clipped)}; {@code Identity} for float weights; a
     * {@link LevelQuantizer} of a sign for other values than ±1.
     */
    public T weightQuantizer(Quantizer quantizer) {
      quantization = quantization.withWeights(quantizer);
      return self();
    }

    /** Whether output channel n is multiplied by α_n = mean |W_n|. Default false. */
    public T weightScale(boolean weightScale) {
      quantization = quantization.withWeightScale(weightScale);
      return self();
    }
  }
}
