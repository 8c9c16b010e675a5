package io.dl4jcompact.sparse;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.MaskableWeights;
import io.dl4jcompact.core.MaskedLayer;
import io.dl4jcompact.sparse.layers.SparseLayerImpl;
import io.dl4jcompact.sparse.params.SparseParamInitializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

  private Map<String, MaskRule> masks;
  private transient Map<String, Connections> connections;

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
    this.masks = new TreeMap<>(masks);
    SupportedLayers.requireWeights(getUnderlying(), masks.keySet());
    setWeightNoise(getUnderlying().getWeightNoise());
  }

  @JsonCreator
  @SuppressWarnings("UnusedMethod")
  private static SparseLayer read(
      @JsonProperty("layer") Layer layer, @JsonProperty("masks") Map<String, String> masks) {
    return new SparseLayer(
        layer,
        masks.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> MaskRule.parse(e.getValue()))));
  }

  @JsonProperty("layer")
  @SuppressWarnings("UnusedMethod")
  private Layer layer() {
    return getUnderlying();
  }

  @JsonProperty("masks")
  @SuppressWarnings("UnusedMethod")
  private Map<String, String> specs() {
    Map<String, String> specs = new TreeMap<>();
    masks.forEach((parameter, rule) -> specs.put(parameter, rule.spec()));
    return specs;
  }

  @Override
  public SparseLayer clone() {
    SparseLayer clone = (SparseLayer) super.clone();
    clone.masks = new TreeMap<>(masks);
    clone.connections = null;
    clone.setWeightNoise(getWeightNoise());
    return clone;
  }

  /** Names of the parameters that have a mask. */
  public Set<String> maskedParameters() {
    return Set.copyOf(masks.keySet());
  }

  /** The rule of a parameter's mask; of one without, null. */
  public MaskRule maskRule(String parameter) {
    return masks.get(parameter);
  }

  /**
   * Writes 0 where a weight of a parameter is not connected; nothing for a parameter without mask.
   *
   * @param values the parameter, its gradient or update, in its own shape or as a vector, in the
   *     order that the parameter has in memory
   */
  public void disconnecti(String parameter, INDArray values) {
    if (masks.containsKey(parameter)) {
      connections(parameter).disconnecti(values);
    }
  }

  /**
   * A parameter's mask.
   *
   * @param length number of its weights
   */
  public Mask mask(String parameter, int length) {
    return connections(parameter).mask(length);
  }

  /**
   * Gives a parameter another mask, from now on; the layer that trains must be told ({@link
   * SparseLayerImpl#setMask}).
   */
  public synchronized void setMask(String parameter, Mask mask) {
    masks.put(parameter, MaskRule.given(mask));
    connections = null;
  }

  private synchronized Connections connections(String parameter) {
    if (connections == null) {
      connections = new HashMap<>();
    }
    return connections.computeIfAbsent(parameter, key -> new Connections(masks.get(key)));
  }

  @Override
  public IWeightNoise getWeightNoise() {
    return ConnectedNoise.unwrapped(super.getWeightNoise());
  }

  @Override
  public void setWeightNoise(IWeightNoise noise) {
    IWeightNoise plain = ConnectedNoise.unwrapped(noise);
    super.setWeightNoise(plain == null ? null : new ConnectedNoise(plain, this));
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    List<Regularization> given = getUnderlying().getRegularizationByParam(parameter);
    if (!masks.containsKey(parameter)) {
      return given;
    }
    List<Regularization> all = new ArrayList<>(given == null ? List.of() : given);
    all.add(connections(parameter));
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
    requireMasksThatFit(layer.paramTable());
    return SparseLayerImpl.of(conf, layer);
  }

  private void requireMasksThatFit(Map<String, INDArray> table) {
    for (String parameter : masks.keySet()) {
      try {
        mask(parameter, Math.toIntExact(table.get(parameter).length()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            settings()
                .message(
                    "mask of " + parameter, masks.get(parameter), e.getMessage(), "give another"),
            e);
      }
    }
  }

  /**
   * Ones where the weights of a parameter are connected, else zeros.
   *
   * @param parameter one that has a mask
   * @param values the parameter, for its shape
   */
  public INDArray connected(String parameter, INDArray values) {
    return connections(parameter).connected(values);
  }

  /**
   * Tells a layer its connections, where it computes with another number than 0 for a weight of 0.
   */
  public void connect(org.deeplearning4j.nn.api.Layer layer) {
    if (getUnderlying() instanceof MaskableWeights weights && !weights.hasZeroWeight()) {
      masks
          .keySet()
          .forEach(
              key -> ((MaskedLayer) layer).setConnected(key, connected(key, layer.getParam(key))));
    }
  }

  private LayerSettings settings() {
    return LayerInstances.settings(this);
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
