package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.ElasticTransformerBlockImpl;
import io.dl4jcompact.elastic.params.ParameterShape;
import io.dl4jcompact.elastic.params.ShapedParamInitializer;
import io.dl4jcompact.elastic.params.ShapedParameters;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
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
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A pre-norm transformer block, of which the first heads and the first hidden units alone may be
 * computed, with the embedding channels that arrive.
 *
 * <pre>
 * r   = x + Attention(LayerNorm(x))
 * out = r + W2 f(W1 LayerNorm(r) + b1) + b2
 * </pre>
 *
 * <p>Shapes: x, r, out [minibatch, e, tokens] with e of 1 to nIn, any number of tokens; h heads of
 * a fixed size d; m hidden units. Parameters: "gamma1", "beta1" [nIn], "Wqkv" [nIn, 3 · H · d] with
 * columns by head, then q, k, v, then d, "bqkv" [3 · H · d], "Wo" [H · d, nIn], "bo" [nIn],
 * "gamma2", "beta2" [nIn], "W1" [nIn, M], "b1" [M], "W2" [M, nIn], "b2" [nIn]; a subnet uses the
 * first e, h · d and m of each. The activation function f is Deeplearning4j's GELU, z σ(1.702 z),
 * unless set here; the network's default has no say.
 *
 * <p>A mask [minibatch, tokens] of 0 and 1 leaves tokens out: nothing attends to them and they
 * become 0. A skipped block hands on what it is given. Dropout is of x.
 *
 * @see <a href="https://arxiv.org/abs/2107.00651">Chen et al. 2021, AutoFormer</a>
 */
public final class ElasticTransformerBlock extends FeedForwardLayer
    implements ElasticLayer, ShapedParameters, ProductCount {

  @JsonProperty private int headSize;
  @JsonProperty private int[] heads = {};
  @JsonProperty private int[] mlpWidths = {};
  @JsonProperty private boolean skippable;
  @JsonProperty private double epsilon = SequenceTypes.EPSILON;

  private ElasticTransformerBlock() {}

  private ElasticTransformerBlock(Builder builder) {
    super(builder);
    headSize = builder.headSize;
    heads = builder.heads;
    mlpWidths = builder.mlpWidths;
    skippable = builder.skippable;
    epsilon = builder.epsilon;
    initializeConstraints(builder);
  }

  /** What is added to variances. */
  public double getEpsilon() {
    return epsilon;
  }

  /** Number of heads of the whole block. */
  public int fullHeads() {
    return heads[heads.length - 1];
  }

  /** Channels of each head. */
  public int fullHeadSize() {
    return headSize > 0 ? headSize : Math.toIntExact(nIn / fullHeads());
  }

  /** Hidden units of the whole block. */
  public int fullMlpWidth() {
    return mlpWidths.length > 0 ? mlpWidths[mlpWidths.length - 1] : Math.toIntExact(4 * nIn);
  }

  @Override
  public Map<Dimension, int[]> choices() {
    Map<Dimension, int[]> choices = new EnumMap<>(Dimension.class);
    Choices.put(choices, Dimension.DEPTH, skippable ? new int[] {0, 1} : new int[0]);
    Choices.put(choices, Dimension.HEADS, heads);
    Choices.put(choices, Dimension.MLP, mlpWidths);
    return choices;
  }

  /** A block of fixed sizes. */
  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    FeedForwardLayer fixed =
        OrdinaryForm.of(this, ElasticTransformerBlock.class)
            .with("headSize", fullHeadSize())
            .with("heads", new int[] {sizes.getOrDefault(Dimension.HEADS, fullHeads())})
            .with("mlpWidths", new int[] {sizes.getOrDefault(Dimension.MLP, fullMlpWidth())})
            .with("skippable", false)
            .layer(inputs, inputs);
    return new Extracted(fixed, SequenceTypes.firstOf(parameters, (ShapedParameters) fixed));
  }

  @Override
  public List<ParameterShape> parameterShapes() {
    long width = (long) fullHeads() * fullHeadSize();
    return List.of(
        ParameterShape.factors("gamma1", nIn),
        ParameterShape.biases("beta1", nIn),
        ParameterShape.weights("Wqkv", nIn, width, 3),
        ParameterShape.biases("bqkv", 3 * width),
        ParameterShape.weights("Wo", width, nIn),
        ParameterShape.biases("bo", nIn),
        ParameterShape.factors("gamma2", nIn),
        ParameterShape.biases("beta2", nIn),
        ParameterShape.weights("W1", nIn, fullMlpWidth()),
        ParameterShape.biases("b1", fullMlpWidth()),
        ParameterShape.weights("W2", fullMlpWidth(), nIn),
        ParameterShape.biases("b2", nIn));
  }

  /** Of the projections, the attention and the MLP. */
  @Override
  public long multiplyAdds(InputType outputType) {
    long tokens = ((InputType.InputTypeRecurrent) outputType).getTimeSeriesLength();
    long width = (long) fullHeads() * fullHeadSize();
    return tokens * (4 * nIn * width + 2 * nIn * fullMlpWidth()) + 2 * tokens * tokens * width;
  }

  @Override
  public ParamInitializer initializer() {
    return ShapedParamInitializer.getInstance();
  }

  private void requireKnown(LayerSettings settings) {
    LayerInstances.validateKnownSizes(settings, nIn, nOut);
    settings.require(
        nIn == nOut, "nOut", nOut, nIn + " as nIn", "leave .nOut(..) out, it is the same");
    settings.require(
        headSize > 0 || nIn % fullHeads() == 0,
        "number of heads",
        fullHeads(),
        "a divisor of nIn, " + nIn,
        "set .headSize(..) if heads together need not have nIn channels");
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    requireKnown(LayerInstances.settings(this));
    return LayerInstances.configure(
        new ElasticTransformerBlockImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return SequenceTypes.require(this, inputType);
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
    // Deeplearning4j allocates the parameters before it instantiates the layer.
    requireKnown(LayerInstances.settings(this));
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return SequenceTypes.preProcessor(this, inputType);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long tokens = Math.max(1, SequenceTypes.require(this, inputType).getTimeSeriesLength());
    long width = (long) fullHeads() * fullHeadSize();
    long kept = tokens * (5 * nIn + 4 * width + 2 * fullMlpWidth()) + fullHeads() * tokens * tokens;
    return SequenceTypes.memoryReport(this, inputType, kept);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticTransformerBlock that
        && super.equals(that)
        && headSize == that.headSize
        && Arrays.equals(heads, that.heads)
        && Arrays.equals(mlpWidths, that.mlpWidths)
        && skippable == that.skippable
        && epsilon == that.epsilon;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        headSize,
        Arrays.hashCode(heads),
        Arrays.hashCode(mlpWidths),
        skippable,
        epsilon);
  }

  @Override
  public String toString() {
    return "ElasticTransformerBlock(%s, headSize=%s, heads=%s, mlpWidths=%s, skippable=%s)"
        .formatted(
            super.toString(),
            headSize,
            Arrays.toString(heads),
            Arrays.toString(mlpWidths),
            skippable);
  }

  /** {@code new ElasticTransformerBlock.Builder().heads(2, 4).mlpWidths(128, 256).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private int headSize;
    private int[] heads = {};
    private int[] mlpWidths = {};
    private boolean skippable;
    private double epsilon = SequenceTypes.EPSILON;

    /** Permitted numbers of heads, ascending, the last the full one; one number for a fixed one. */
    public Builder heads(int... heads) {
      this.heads = heads.clone();
      return this;
    }

    /** Channels of each head, whatever the number of heads. Default: nIn / full number of heads. */
    public Builder headSize(int headSize) {
      this.headSize = headSize;
      return this;
    }

    /** Permitted numbers of hidden units, ascending, the last the full one. Default: 4 · nIn. */
    public Builder mlpWidths(int... mlpWidths) {
      this.mlpWidths = mlpWidths.clone();
      return this;
    }

    /** Whether a subnet may leave the block out. Default false. */
    public Builder skippable(boolean skippable) {
      this.skippable = skippable;
      return this;
    }

    /** What is added to variances, more than 0. Default 10⁻⁵. */
    public Builder epsilon(double epsilon) {
      this.epsilon = epsilon;
      return this;
    }

    /**
     * @throws IllegalArgumentException if there are no heads, sizes are not ascending from 1 or
     *     more, the head size is negative or epsilon not positive; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticTransformerBlock build() {
      LayerSettings settings = new LayerSettings("ElasticTransformerBlock", layerName);
      LayerInstances.validateNIn(settings, nIn);
      nOut = nOut == 0 ? nIn : nOut;
      settings.atLeast(1, "number of sizes in heads", heads.length, "set .heads(..)");
      Choices.requireAscending(settings, "heads", heads);
      Choices.requireAscending(settings, "mlpWidths", mlpWidths);
      settings.atLeast(0, "headSize", headSize, "leave .headSize(..) out for nIn / heads");
      SequenceTypes.requireEpsilon(settings, epsilon);
      if (activationFn == null) {
        activationFn = new ActivationGELU();
      }
      return new ElasticTransformerBlock(this);
    }
  }
}
