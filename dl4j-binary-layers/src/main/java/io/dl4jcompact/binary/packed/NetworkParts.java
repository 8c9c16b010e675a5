package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.core.LayerSettings;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Where a network's layers of bits are.
 *
 * @param conf the whole network
 * @param first the first layer with bits in, bits out and bits between
 * @param end one past the last, or past the poolings behind it
 */
record NetworkParts(MultiLayerConfiguration conf, int first, int end) {

  /**
   * @throws IllegalArgumentException if there is no such layer, none behind them, or the network
   *     trains in another way than the packed trainer does
   */
  static NetworkParts of(MultiLayerConfiguration conf) {
    require(
        conf.getDataType() == DataType.FLOAT, "the data type", conf.getDataType(), DataType.FLOAT);
    require(
        conf.getBackpropType() == BackpropType.Standard,
        "the backpropType",
        conf.getBackpropType(),
        BackpropType.Standard);
    int first = 0;
    int layers = conf.getConfs().size();
    while (first < layers && !isPacked(conf, first)) {
      first++;
    }
    int end = first;
    while (end < layers && (isPacked(conf, end) || isPooling(conf, end))) {
      end++;
    }
    require(
        first < end,
        "the number of Boolean layers with Boolean input",
        0,
        "at least 1; a BooleanDenseLayer or BooleanConvolutionLayer");
    require(
        end < layers,
        "the number of layers behind the Boolean ones",
        0,
        "at least 1, an OutputLayer");
    for (int i = 0; i < layers; i++) {
      boolean inside = i >= first && i < end;
      requireNoBits(layer(conf, i), inside);
      settings(layer(conf, i))
          .require(
              conf.getConf(i).isMiniBatch(),
              "miniBatch",
              false,
              "true",
              "leave .miniBatch(false) out of the network's settings");
      requireDescent(conf.getConf(i));
      // Deeplearning4j computes no signal through it.
      settings(layer(conf, i))
          .require(
              i < first || !(layer(conf, i) instanceof FrozenLayer),
              "its place",
              "behind or among the Boolean layers",
              "in front of them",
              "freeze it by FrozenLayerWithBackprop");
    }
    return new NetworkParts(conf, first, end);
  }

  private static void require(boolean condition, String what, Object value, Object expected) {
    if (!condition) {
      throw new IllegalArgumentException(
          "PackedTrainer: %s of the network is %s, expected %s".formatted(what, value, expected));
    }
  }

  private static void requireDescent(NeuralNetConfiguration conf) {
    require(
        conf.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
        "the optimizationAlgo",
        conf.getOptimizationAlgo(),
        OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT);
    require(conf.getStepFunction() == null, "the stepFunction", conf.getStepFunction(), "none");
  }

  private static void requireNoBits(Layer layer, boolean inside) {
    settings(layer)
        .require(
            inside || !(unwrapped(layer) instanceof BooleanLayer),
            "its place",
            "apart from the other Boolean layers, or its input is real",
            "one run of Boolean layers with Boolean input, with max-poolings at most between them",
            "train this network by Deeplearning4j itself");
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getLayer());
    }
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  static LayerSettings settings(Layer layer) {
    return new LayerSettings(layer.getClass().getSimpleName(), layer.getLayerName());
  }

  private static boolean isPacked(MultiLayerConfiguration conf, int index) {
    return layer(conf, index) instanceof BooleanLayer bits && bits.inputDomain() == Domain.BOOLEAN;
  }

  private static boolean isPooling(MultiLayerConfiguration conf, int index) {
    return layer(conf, index) instanceof SubsamplingLayer pooling
        && pooling.getPoolingType() == PoolingType.MAX;
  }

  private static Layer layer(MultiLayerConfiguration conf, int index) {
    return conf.getConf(index).getLayer();
  }

  Layer layer(int index) {
    return layer(conf, index);
  }

  /** Whether there are layers in front. */
  boolean hasFront() {
    return first > 0;
  }

  /** The layers in front, as a network without an output layer. */
  MultiLayerConfiguration front() {
    return part(0, first);
  }

  /**
   * The layers behind, with a seed of their own: else their first weights were the front's. Their
   * input is flat where {@link #flattensBehind} says so.
   */
  MultiLayerConfiguration tail() {
    MultiLayerConfiguration tail = part(end, conf.getConfs().size());
    if (flattensBehind()) {
      tail.getInputPreProcessors().remove(0);
    }
    tail.getConfs().forEach(layer -> layer.setSeed(new Noise(layer.getSeed()).bits(end)));
    return tail;
  }

  /**
   * Whether maps are flattened between the bits and the layers behind. They are given flat then,
   * since Deeplearning4j would copy the signal to give it a shape.
   */
  boolean flattensBehind() {
    return conf.getInputPreProcess(end) instanceof CnnToFeedForwardPreProcessor flat
        && flat.getFormat() == CNN2DFormat.NCHW;
  }

  private MultiLayerConfiguration part(int from, int to) {
    Map<Integer, InputPreProcessor> preprocessors = new HashMap<>();
    for (int i = from; i < to; i++) {
      if (conf.getInputPreProcess(i) != null) {
        preprocessors.put(i - from, conf.getInputPreProcess(i).clone());
      }
    }
    return new MultiLayerConfiguration.Builder()
        .confs(
            conf.getConfs().subList(from, to).stream().map(NeuralNetConfiguration::clone).toList())
        .inputPreProcessors(preprocessors)
        .validateOutputLayerConfig(false)
        .trainingWorkspaceMode(WorkspaceMode.NONE)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .dataType(conf.getDataType())
        .build();
  }
}
