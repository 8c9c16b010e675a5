package io.dl4jcompact.sparse;

import io.dl4jcompact.core.MaskableWeights;
import io.dl4jcompact.core.MaskedLayer;
import io.dl4jcompact.sparse.layers.SparseLayerImpl;
import io.dl4jcompact.sparse.params.SparseParamInitializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another layer, most of whose weights are not connected: {@code new SparseLayer(new
 * DenseLayer.Builder().nOut(300).build(), 0.1, 42)}.
 *
 * <p>Settings are those of the layer in it: global ones arrive there, as do those of transfer
 * learning. Unconnected weights are exactly 0 after every step of any updater, with any
 * regularisation, constraint, gradient normalisation or weight noise. Which weights are connected
 * is a {@link MaskRule} of the configuration, so that files, clones and transfer learning keep it;
 * a connected weight that becomes 0 stays connected. Biases are always connected. The initialiser
 * of the weights is told the connected inputs and outputs only, see {@link SparseWeightInit}.
 *
 * <p>Shapes are those of the layer in it.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.NONE,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public final class SparseLayer extends WrappedLayer {

  private LayerMasks masks;

  /**
   * Each weight parameter with an exact number of random connections; more than one parameter, as
   * an LSTM has, get seeds of their own.
   *
   * @param layer see {@link #SparseLayer(Layer, Map)}
   * @param density share of connected weights, in (0, 1]
   * @param seed of the choice of connections
   */
  public SparseLayer(Layer layer, double density, long seed) {
    this(layer, MaskRule.exact(density, seed));
  }

  /** As {@link #SparseLayer(Layer, double, long)}, by another rule. */
  public SparseLayer(Layer layer, MaskRule rule) {
    this(layer, SupportedLayers.masks(layer, rule));
  }

  /**
   * A layer with a rule for each of some weight parameters; the others are dense.
   *
   * @param layer of Deeplearning4j or of one's own, a {@code FeedForwardLayer} with weights that
   *     computes with a weight of 0 as with none; an output layer must be an {@code OutputLayer} or
   *     {@code RnnOutputLayer}
   * @param masks by the parameter's name, for example "W"
   * @throws IllegalArgumentException if the layer cannot be sparse, or has no such parameter; the
   *     message names the layer
   */
  public SparseLayer(Layer layer, Map<String, MaskRule> masks) {
    super(SupportedLayers.requireSupported(layer));
    this.masks = new LayerMasks(masks);
    SupportedLayers.requireWeights(getUnderlying(), masks.keySet());
    setWeightNoise(getUnderlying().getWeightNoise());
  }

  @JsonCreator
  @SuppressWarnings("UnusedMethod")
  private static SparseLayer read(
      @JsonProperty("layer") Layer layer, @JsonProperty("masks") Map<String, String> masks) {
    return new SparseLayer(layer, LayerMasks.parse(masks));
  }

  @JsonProperty("layer")
  @SuppressWarnings("UnusedMethod")
  private Layer layer() {
    return getUnderlying();
  }

  @JsonProperty("masks")
  @SuppressWarnings("UnusedMethod")
  private Map<String, String> specs() {
    return masks.specs();
  }

  @Override
  public SparseLayer clone() {
    SparseLayer clone = (SparseLayer) super.clone();
    clone.masks = masks.copy();
    // Deeplearning4j's clones share their noise, which here would be that of the other's masks.
    IWeightNoise noise = getWeightNoise();
    clone.setWeightNoise(noise == null ? null : noise.clone());
    return clone;
  }

  /** Names of the parameters that have a mask. */
  public Set<String> maskedParameters() {
    return masks.parameters();
  }

  /** The rule of a parameter's mask; of one without, null. */
  public MaskRule maskRule(String parameter) {
    return masks.rule(parameter);
  }

  /**
   * Writes 0 where a weight of a parameter is not connected; nothing for a parameter without mask.
   *
   * @param values the parameter, its gradient or update, in its own shape or as a vector, in the
   *     order that the parameter has in memory
   */
  public void disconnecti(String parameter, INDArray values) {
    masks.disconnecti(parameter, values);
  }

  /**
   * A parameter's mask.
   *
   * @param parameter one that has a mask
   * @param length number of its weights
   * @throws IllegalArgumentException if the parameter has no mask, or not that many weights; the
   *     message names the layer
   */
  public Mask mask(String parameter, int length) {
    masks.requireLength(parameter, length, this);
    return masks.connections(parameter).mask(length);
  }

  /**
   * Gives a parameter another mask, from now on; the layer that trains must be told ({@link
   * SparseLayerImpl#setMask}).
   *
   * @param parameter one that has a mask
   * @param mask as long as the parameter
   * @throws IllegalArgumentException as {@link #mask}
   */
  public void setMask(String parameter, Mask mask) {
    masks.requireLength(parameter, mask.length(), this);
    masks.set(parameter, mask);
  }

  @Override
  public IWeightNoise getWeightNoise() {
    return ConnectedNoise.unwrapped(super.getWeightNoise());
  }

  @Override
  public void setWeightNoise(IWeightNoise noise) {
    IWeightNoise plain = ConnectedNoise.unwrapped(noise);
    super.setWeightNoise(plain == null ? null : new ConnectedNoise(plain, masks));
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    List<Regularization> given = getUnderlying().getRegularizationByParam(parameter);
    if (!masks.isMasked(parameter)) {
      return given;
    }
    List<Regularization> all = new ArrayList<>(given == null ? List.of() : given);
    all.add(masks.connections(parameter));
    return all;
  }

  @Override
  public ParamInitializer initializer() {
    return SparseParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    SupportedLayers.requireConvolutionMode(getUnderlying());
    return getUnderlying().getOutputType(layerIndex, inputType);
  }

  /**
   * @throws IllegalArgumentException if a given mask does not fit, or the wrapped layer refuses its
   *     settings; the message names the layer
   */
  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    SupportedLayers.requireConvolutionMode(getUnderlying());
    NeuralNetConfiguration inner = SparseParamInitializer.underlying(conf);
    inner.setLayer(getUnderlying());
    if (initializeParams) {
      SparseValues.initialise(this, conf, paramsView);
    }
    org.deeplearning4j.nn.api.Layer layer =
        getUnderlying().instantiate(inner, listeners, layerIndex, paramsView, false, dataType);
    SparseParamInitializer.copyVariables(inner, conf);
    masks.requireFit(layer.paramTable(), this);
    return SparseLayerImpl.of(conf, layer);
  }

  /**
   * Ones where the weights of a parameter are connected, else zeros.
   *
   * @param parameter one that has a mask
   * @param values the parameter, for its shape
   * @throws IllegalArgumentException if the parameter has no mask; the message names the layer
   */
  public INDArray connected(String parameter, INDArray values) {
    masks.requireMasked(parameter, this);
    return masks.connections(parameter).connected(values);
  }

  /**
   * Tells a layer its connections, where it computes with another number than 0 for a weight of 0.
   */
  public void connect(org.deeplearning4j.nn.api.Layer layer) {
    if (getUnderlying() instanceof MaskableWeights weights && !weights.hasZeroWeight()) {
      for (String key : maskedParameters()) {
        ((MaskedLayer) layer).setConnected(key, connected(key, layer.getParam(key)));
      }
    }
  }

  /** Adds the masks, at most as many elements as parameters, to what training needs. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    LayerMemoryReport report = getUnderlying().getMemoryReport(inputType);
    report.setLayerType(SparseLayer.class);
    long parameters = initializer().numParams(this);
    Map<CacheMode, Long> training = new EnumMap<>(CacheMode.class);
    report
        .getWorkingMemoryFixedTrain()
        .forEach((mode, elements) -> training.put(mode, elements + parameters));
    report.setWorkingMemoryFixedTrain(training);
    return report;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseLayer that
        && getUnderlying().equals(that.getUnderlying())
        && masks.equals(that.masks);
  }

  @Override
  public int hashCode() {
    return Objects.hash(getUnderlying(), masks);
  }

  @Override
  public String toString() {
    return "SparseLayer(%s, %s)".formatted(masks, getUnderlying());
  }
}
