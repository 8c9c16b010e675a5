package io.dl4jcompact.binary;

import io.dl4jcompact.binary.Binarized.LayerChange;
import io.dl4jcompact.quantizer.Quantizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Turns float networks, or their configurations, into ones with one-bit layers: {@code new
 * Binarize().apply(network).result()}.
 *
 * <p>Each {@code DenseLayer} becomes a {@link BinaryDenseLayer}, each {@code ConvolutionLayer} a
 * {@link BinaryConvolutionLayer}, each {@code DepthwiseConvolution2D} a {@link
 * BinaryDepthwiseConvolutionLayer} and each {@code Convolution1DLayer} a {@link
 * BinaryConvolution1DLayer} with the same name and settings, apart from the first and the last
 * layers with weights. A {@code SeparableConvolution2D} becomes two layers, a depthwise one with
 * "-depth" behind its name and one of 1x1; {@link Binarized} counts them as the one that it was. In
 * a graph these are all that no layer with weights comes before, or after. Layers of other kinds
 * stay as they are. The inputs' quantiser is {@code step(0.0, clipped)}, the weights' {@code
 * sign(0.0, clipped)}, and each output channel is scaled by mean |W|, so that it keeps its
 * magnitude.
 *
 * <p>Where all that reads a layer's result are one-bit inputs, also through max-pooling, dropout
 * and zero padding, an activation function without negative values (ReLU, sigmoid, ..) becomes the
 * identity: a quantiser needs values on both sides of its threshold. Behind a ReLU this does not
 * change the bits that a step at 0 gives, but gradients then reach the values below 0. Other such
 * functions stay in front of a threshold above 0, or one from the data, since they have values on
 * both sides of it.
 *
 * <p>A network's parameters become the new network's, the weights of one-bit layers latent ones. If
 * a one-bit layer has no scale and an estimator with a window, and its weights reach beyond [-1,
 * 1], they are divided by the greatest of their absolute values, which changes no sign and lets all
 * of them have gradients. The network must be trained further. Its updaters begin anew, at
 * iteration and epoch 0. What is given is not changed.
 *
 * <p>Immutable: each setting gives another instance.
 */
public final class Binarize {

  private final Quantization quantization;
  private final boolean firstAndLast;
  private final Set<String> names;
  private final BiPredicate<String, Layer> choice;

  private Binarize(
      Quantization quantization,
      boolean firstAndLast,
      Set<String> names,
      BiPredicate<String, Layer> choice) {
    this.quantization = quantization;
    this.firstAndLast = firstAndLast;
    this.names = names;
    this.choice = choice;
  }

  /** All layers but the first and last, the default quantisers, channels scaled by mean |W|. */
  public Binarize() {
    this(Quantization.DEFAULT.withWeightScale(true), false, Set.of(), (name, layer) -> true);
  }

  /** The inputs' quantiser. */
  public Binarize inputQuantizer(Quantizer quantizer) {
    return new Binarize(quantization.withInput(quantizer), firstAndLast, names, choice);
  }

  /** The weights' quantiser. */
  public Binarize weightQuantizer(Quantizer quantizer) {
    return new Binarize(quantization.withWeights(quantizer), firstAndLast, names, choice);
  }

  /** Whether output channels are scaled by mean |W|. */
  public Binarize weightScale(boolean weightScale) {
    return new Binarize(quantization.withWeightScale(weightScale), firstAndLast, names, choice);
  }

  /** Whether the first and last layers are taken too. Default false. */
  public Binarize firstAndLast(boolean taken) {
    return new Binarize(quantization, taken, names, choice);
  }

  /**
   * Takes only layers for which a predicate holds; of those, as always, the ones that have a
   * one-bit form and, unless {@link #firstAndLast} says so, are neither first nor last.
   *
   * @param choice of a layer's name, or its index where it has none, and configuration
   */
  public Binarize where(BiPredicate<String, Layer> choice) {
    return new Binarize(quantization, firstAndLast, Set.of(), Objects.requireNonNull(choice));
  }

  /**
   * Takes these layers and no others, also if they are first or last. Names that do not exist, or
   * are of layers without a one-bit form, are refused.
   *
   * @param names as in the configuration; the index of a layer that has none
   */
  public Binarize only(String... names) {
    Set<String> wanted = Set.of(names);
    return new Binarize(quantization, true, wanted, (name, layer) -> wanted.contains(name));
  }

  /**
   * A network with one-bit layers and the given network's parameters.
   *
   * @param network initialised
   * @throws IllegalArgumentException if a layer cannot have a quantiser, a name that was given
   *     cannot be met, or the network is not initialised
   */
  public Binarized<MultiLayerNetwork> apply(MultiLayerNetwork network) {
    requireInitialised(network.getLayers());
    Binarized<MultiLayerConfiguration> made = apply(network.getLayerWiseConfigurations());
    MultiLayerNetwork result = new MultiLayerNetwork(made.result());
    result.init();
    LatentWeights.carryOver(network, result);
    return new Binarized<>(result, made.layers());
  }

  /** As {@link #apply(MultiLayerNetwork)}. */
  public Binarized<ComputationGraph> apply(ComputationGraph network) {
    requireInitialised(network.getVertices());
    Binarized<ComputationGraphConfiguration> made = apply(network.getConfiguration());
    ComputationGraph result = new ComputationGraph(made.result());
    result.init();
    LatentWeights.carryOver(network, result);
    return new Binarized<>(result, made.layers());
  }

  /** A configuration with one-bit layers; errors as in {@link #apply(MultiLayerNetwork)}. */
  public Binarized<MultiLayerConfiguration> apply(MultiLayerConfiguration configuration) {
    MultiLayerConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Binarized<>(result, change(LayerGraph.of(result)));
  }

  /** As {@link #apply(MultiLayerConfiguration)}. */
  public Binarized<ComputationGraphConfiguration> apply(
      ComputationGraphConfiguration configuration) {
    ComputationGraphConfiguration result = configuration.clone();
    result.setIterationCount(0);
    result.setEpochCount(0);
    return new Binarized<>(result, change(LayerGraph.of(result)));
  }

  /** Deeplearning4j has no layers or vertices before {@code init()}. */
  private static void requireInitialised(Object[] parts) {
    if (parts == null) {
      throw new IllegalArgumentException(
          "Binarize: the network has no parameters, expected an initialised one; call"
              + " network.init(), or hand its configuration over");
    }
  }

  private List<LayerChange> change(LayerGraph graph) {
    requireNames(graph);
    return new LayerChanges(graph, this::reasonToLeave, quantization).make();
  }

  private void requireNames(LayerGraph graph) {
    for (String name : names) {
      Layer layer =
          graph.nodes().stream()
              .filter(node -> node.name().equals(name))
              .flatMap(node -> node.layer().stream())
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Binarize: no layer is named \"%s\", expected one of %s"
                              .formatted(name, graph.layerNames())));
      OneBitForms.obstacle(layer)
          .ifPresent(
              obstacle -> {
                throw new IllegalArgumentException(
                    "Binarize: layer \"%s\" (%s) %s; leave it out"
                        .formatted(name, layer.getClass().getSimpleName(), obstacle));
              });
    }
  }

  private Optional<String> reasonToLeave(LayerGraph.Node node, Layer layer) {
    Optional<String> obstacle = OneBitForms.obstacle(layer);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (!firstAndLast && node.isFirst()) {
      return Optional.of("is the first layer with weights");
    }
    if (!firstAndLast && node.isLast()) {
      return Optional.of("is the last layer with weights");
    }
    return choice.test(node.name(), layer) ? Optional.empty() : Optional.of("was not chosen");
  }
}
