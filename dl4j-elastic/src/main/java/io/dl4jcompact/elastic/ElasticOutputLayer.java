package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.Box;
import io.dl4jcompact.elastic.layers.ElasticOutputLayerImpl;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j's output layer for as many inputs as arrive: the first e of nIn. All outputs are
 * computed.
 *
 * <p>Shapes: x [minibatch, e], W [nIn, nOut], b [nOut], out [minibatch, nOut]. Settings, losses and
 * activation functions are those of {@code OutputLayer}.
 */
public final class ElasticOutputLayer extends OutputLayer implements ElasticLayer {

  private ElasticOutputLayer() {}

  private ElasticOutputLayer(Builder builder) {
    super(builder);
  }

  @Override
  public Map<Dimension, int[]> choices() {
    return Map.of();
  }

  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    Map<String, INDArray> slices = new HashMap<>(parameters);
    slices.computeIfPresent(
        DefaultParamInitializer.WEIGHT_KEY, (key, weights) -> Box.first(inputs, nOut).of(weights));
    return new Extracted(OrdinaryForm.of(this, OutputLayer.class).layer(inputs, nOut), slices);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerInstances.validateKnownSizes(LayerInstances.settings(this), nIn, nOut);
    return LayerInstances.configure(
        new ElasticOutputLayerImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  /** One that takes any number of channels in front of images' channels. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return ElasticFlattening.inPlaceOf(super.getPreProcessorForInputType(inputType));
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    LayerMemoryReport report = super.getMemoryReport(inputType);
    report.setLayerType(ElasticOutputLayer.class);
    return report;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticOutputLayer && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode();
  }

  @Override
  public String toString() {
    return "ElasticOutputLayer(%s)".formatted(super.toString());
  }

  /** {@code new ElasticOutputLayer.Builder(LossFunction.MCXENT).nOut(10).build()}. */
  public static final class Builder extends OutputLayer.Builder {

    /** Multi-class cross-entropy of a softmax. */
    public Builder() {}

    /** A loss; the activation function is the softmax unless set. */
    public Builder(LossFunction loss) {
      super(loss);
    }

    /** As {@link #Builder(LossFunction)}. */
    public Builder(ILossFunction loss) {
      super(loss);
    }

    /**
     * @throws IllegalArgumentException if nOut is less than 1, or nIn negative; the message names
     *     the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticOutputLayer build() {
      LayerInstances.validateSizes(
          new LayerSettings("ElasticOutputLayer", getLayerName()), getNIn(), getNOut());
      return new ElasticOutputLayer(this);
    }
  }
}
