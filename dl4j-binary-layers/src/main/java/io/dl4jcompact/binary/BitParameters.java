package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.BitSigns;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** What the configurations of Boolean layers have in common about their bits. */
final class BitParameters {

  private static final String UPDATER_REMEDY =
      "set .updater(new SignFlip(12)) or another on the layer, or on the network with"
          + " .withOthers(..)";

  private BitParameters() {}

  /**
   * The updater that the layer has after it is given one: bits keep their rule when a network's
   * floats get another.
   */
  static IUpdater chosen(IUpdater present, IUpdater given) {
    return present instanceof FlipUpdater && !(given instanceof FlipUpdater) ? present : given;
  }

  /**
   * The updater of one parameter.
   *
   * @throws IllegalArgumentException if the layer has none that flips
   */
  static <T extends FeedForwardLayer & BooleanLayer> IUpdater updater(T conf, String parameter) {
    LayerSettings settings = LayerInstances.settings(conf);
    requireFlips(settings, conf.getIUpdater());
    long bits =
        parameter.equals(DefaultParamInitializer.WEIGHT_KEY)
            ? conf.getNOut() * conf.fanIn()
            : conf.getNOut();
    return ((FlipUpdater) conf.getIUpdater()).forBits(settings, parameter, bits);
  }

  /** l1, l2 and weight decay are not among them: |e(w)| is always 1. */
  static List<Regularization> regularization() {
    return BitSigns.RULES;
  }

  /** Refuses another updater; null is known later. */
  static void requireFlipsOrNone(LayerSettings settings, IUpdater updater) {
    if (updater != null) {
      requireFlips(settings, updater);
    }
  }

  private static void requireFlips(LayerSettings settings, IUpdater updater) {
    settings.require(
        updater instanceof FlipUpdater, "updater", updater, "SignFlip or Bop", UPDATER_REMEDY);
  }

  /** Refuses, when the network is initialised, what would leave something else than bits. */
  static <T extends FeedForwardLayer & BooleanLayer> void requireValid(T conf, DataType dataType) {
    LayerSettings settings = LayerInstances.settings(conf);
    LayerInstances.validateKnownSizes(settings, conf.getNIn(), conf.getNOut());
    requireFlips(settings, conf.getIUpdater());
    settings.require(
        dataType == DataType.FLOAT || dataType == DataType.DOUBLE,
        "the network's data type",
        dataType,
        "FLOAT or DOUBLE",
        "shorter types do not hold the sums exactly");
    settings.require(
        conf.getWeightNoise() == null,
        "weightNoise",
        conf.getWeightNoise(),
        "none",
        "bits with noise are no bits: take .weightNoise(..) from the network's settings");
    settings.require(
        conf.getConstraints() == null || conf.getConstraints().isEmpty(),
        "constraints",
        conf.getConstraints(),
        "none",
        "a constraint would change bits to other numbers; set constraints on the other layers");
    settings.require(
        conf.getIDropout() == null || conf.inputDomain() == Domain.REAL,
        "dropOut",
        conf.getIDropout(),
        "none where the input is Boolean",
        "dropout scales its input, which is then no bits; set it on layers with real inputs");
  }

  /**
   * Refuses line searches and the like, which would flip bits several times a minibatch.
   *
   * @param network the settings of the network that the layer is in
   */
  static void requireDescent(FeedForwardLayer conf, NeuralNetConfiguration network) {
    LayerInstances.settings(conf)
        .require(
            network.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
            "the network's optimizationAlgo",
            network.getOptimizationAlgo(),
            OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT.name(),
            "others take several steps a minibatch, each of which would flip bits");
  }

  /** Parameters, accumulators, 1 - 2W for each pass, and s while training. */
  static <T extends FeedForwardLayer & BooleanLayer> LayerMemoryReport memory(
      T conf, InputType inputType) {
    InputType outputType = conf.getOutputType(-1, inputType);
    long weights = conf.getNOut() * conf.fanIn();
    long biases = conf.hasBias() ? conf.getNOut() : 0;
    IUpdater updater = updater(conf, DefaultParamInitializer.WEIGHT_KEY);
    long state = updater.stateSize(weights) + (biases == 0 ? 0 : updater.stateSize(biases));
    long dropped = conf.getIDropout() == null ? 0 : inputType.arrayElementsPerExample();
    return new LayerMemoryReport.Builder(
            conf.getLayerName(), conf.getClass(), inputType, outputType)
        .standardMemory(weights + biases, state)
        .workingMemory(weights, 0, weights, dropped + outputType.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }
}
