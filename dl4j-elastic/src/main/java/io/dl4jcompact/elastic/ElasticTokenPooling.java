package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.ElasticTokenPoolingImpl;
import io.dl4jcompact.elastic.params.ParameterShape;
import io.dl4jcompact.elastic.params.ShapedParamInitializer;
import io.dl4jcompact.elastic.params.ShapedParameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The end of a stack of {@link ElasticTransformerBlock}s: layer normalisation, then the mean of the
 * tokens, or the first one.
 *
 * <p>Shapes: x [minibatch, e, tokens] with e of 1 to nIn, out [minibatch, e]; parameters "gamma"
 * and "beta" [nIn]. Tokens that a mask [minibatch, tokens] leaves out have no part in the mean.
 */
public final class ElasticTokenPooling extends FeedForwardLayer
    implements ElasticLayer, ShapedParameters, ProductCount {

  @JsonProperty private boolean classToken;
  @JsonProperty private double epsilon = SequenceTypes.EPSILON;

  private ElasticTokenPooling() {}

  private ElasticTokenPooling(Builder builder) {
    super(builder);
    classToken = builder.classToken;
    epsilon = builder.epsilon;
    initializeConstraints(builder);
  }

  /** Whether the first token is taken, and not the mean. */
  public boolean isClassToken() {
    return classToken;
  }

  /** What is added to variances. */
  public double getEpsilon() {
    return epsilon;
  }

  @Override
  public Map<Dimension, int[]> choices() {
    return Map.of();
  }

  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    FeedForwardLayer fixed = OrdinaryForm.of(this, ElasticTokenPooling.class).layer(inputs, inputs);
    return new Extracted(fixed, SequenceTypes.firstOf(parameters, (ShapedParameters) fixed));
  }

  @Override
  public List<ParameterShape> parameterShapes() {
    return List.of(ParameterShape.factors("gamma", nIn), ParameterShape.biases("beta", nIn));
  }

  @Override
  public long multiplyAdds(InputType outputType) {
    return 0;
  }

  @Override
  public ParamInitializer initializer() {
    return ShapedParamInitializer.getInstance();
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
        new ElasticTokenPoolingImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(SequenceTypes.require(this, inputType).getSize());
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    nIn = SequenceTypes.require(this, inputType).getSize();
    nOut = nIn;
    LayerInstances.requireSameNIn(this, configured, inputType);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return SequenceTypes.preProcessor(this, inputType);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long tokens = Math.max(1, SequenceTypes.require(this, inputType).getTimeSeriesLength());
    return SequenceTypes.memoryReport(this, inputType, 2 * tokens * nIn);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticTokenPooling that
        && super.equals(that)
        && classToken == that.classToken
        && epsilon == that.epsilon;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), classToken, epsilon);
  }

  @Override
  public String toString() {
    return "ElasticTokenPooling(%s, classToken=%s)".formatted(super.toString(), classToken);
  }

  /** {@code new ElasticTokenPooling.Builder().build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private boolean classToken;
    private double epsilon = SequenceTypes.EPSILON;

    /** Whether to take the first token in place of the mean. Default false. */
    public Builder classToken(boolean classToken) {
      this.classToken = classToken;
      return this;
    }

    /** What is added to variances, more than 0. Default 10⁻⁵. */
    public Builder epsilon(double epsilon) {
      this.epsilon = epsilon;
      return this;
    }

    /**
     * @throws IllegalArgumentException if nIn is negative or epsilon not positive; the message
     *     names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticTokenPooling build() {
      LayerSettings settings = new LayerSettings("ElasticTokenPooling", layerName);
      LayerInstances.validateNIn(settings, nIn);
      SequenceTypes.requireEpsilon(settings, epsilon);
      nOut = nIn;
      activationFn = new ActivationIdentity();
      return new ElasticTokenPooling(this);
    }
  }
}
