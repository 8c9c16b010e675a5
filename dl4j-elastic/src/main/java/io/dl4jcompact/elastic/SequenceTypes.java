package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.Box;
import io.dl4jcompact.elastic.params.ParameterShape;
import io.dl4jcompact.elastic.params.ShapedParameters;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the configurations of layers for sequences of tokens have in common. */
final class SequenceTypes {

  /** Default of what layer normalisations add to variances. */
  static final double EPSILON = 1e-5;

  private SequenceTypes() {}

  /** Refuses what is not sequences [minibatch, size, tokens]. */
  static InputTypeRecurrent require(FeedForwardLayer conf, InputType inputType) {
    if (inputType instanceof InputTypeRecurrent recurrent
        && recurrent.getFormat() == RNNFormat.NCW) {
      return recurrent;
    }
    throw new IllegalStateException(
        LayerInstances.settings(conf)
            .message(
                "input type",
                inputType,
                "sequences [minibatch, size, tokens]",
                "use InputType.recurrent(size, tokens), or ElasticPatchEmbedding before it"));
  }

  static InputPreProcessor preProcessor(FeedForwardLayer conf, InputType inputType) {
    return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(
        inputType, RNNFormat.NCW, conf.getLayerName());
  }

  static void requireEpsilon(LayerSettings settings, double epsilon) {
    settings.require(
        epsilon > 0, "epsilon", epsilon, "more than 0", "leave .epsilon(..) out for " + EPSILON);
  }

  /**
   * The first elements of each parameter.
   *
   * @param full by name
   * @param fixed lists the shapes
   */
  static Map<String, INDArray> firstOf(Map<String, INDArray> full, ShapedParameters fixed) {
    Map<String, INDArray> first = new HashMap<>();
    for (ParameterShape parameter : fixed.parameterShapes()) {
      first.put(parameter.key(), Box.first(parameter.shape()).of(full.get(parameter.key())));
    }
    return first;
  }

  /**
   * @param kept values of one sample that the backward pass needs
   */
  static LayerMemoryReport memoryReport(FeedForwardLayer conf, InputType inputType, long kept) {
    long parameters = conf.initializer().numParams(conf);
    long state = conf.getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            conf.getLayerName(), conf.getClass(), inputType, conf.getOutputType(-1, inputType))
        .standardMemory(parameters, state)
        .workingMemory(0, 0, 0, kept)
        .cacheMemory(0, 0)
        .build();
  }
}
