package io.dl4jcompact.sparse.structure;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Structures as Deeplearning4j's configurations, ready for {@link io.dl4jcompact.sparse.Sparsify}.
 *
 * <p>Layers have their names; what belongs to one, such as its normalisation, has its name with an
 * ending: {@code conv1/norm}. Weights begin by He's rule, the last layer is a softmax with cross
 * entropy. Structures with tokens, vision transformers, have no configuration: they are counted and
 * shown only.
 */
public final class StructureConfigurations {

  private static final String INPUT = "input";

  private StructureConfigurations() {}

  /**
   * A list of layers.
   *
   * @throws IllegalArgumentException if the structure has shortcuts, for which see {@link #graph},
   *     or tokens, or its last layer is not dense; the message names the layer
   */
  public static MultiLayerConfiguration list(Structure structure, IUpdater updater, long seed) {
    NeuralNetConfiguration.ListBuilder list = common(updater, seed).list();
    for (StructureStep step : structure.steps()) {
      if (step.layer().shortcut() > 0) {
        throw step.layer().refused("its shortcut", "not for a list of layers, expected a graph");
      }
      layers(structure, step).forEach(list::layer);
    }
    return list.setInputType(input(structure)).build();
  }

  /**
   * A graph, for structures with shortcuts or without.
   *
   * @throws IllegalArgumentException if the structure has tokens, or its last layer is not dense;
   *     the message names the layer
   */
  public static ComputationGraphConfiguration graph(
      Structure structure, IUpdater updater, long seed) {
    GraphBuilder graph =
        common(updater, seed).graphBuilder().addInputs(INPUT).setInputTypes(input(structure));
    List<StructureStep> steps = structure.steps();
    String[] ends = new String[steps.size() + 1];
    ends[0] = INPUT;
    for (int index = 0; index < steps.size(); index++) {
      StructureStep step = steps.get(index);
      ends[index + 1] = chain(graph, layers(structure, step), ends[index]);
      if (step.layer() instanceof ConvolutionPlan end && end.shortcut() > 0) {
        int first = index + 1 - end.shortcut();
        int stride = StructureSteps.stride(end, steps.subList(first, index));
        List<Layer> projection =
            step.projection() ? PlannedLayers.projection(end, stride) : List.of();
        String from = chain(graph, projection, ends[first]);
        ends[index + 1] = sum(graph, end.name(), ends[index + 1], from);
      }
    }
    return graph.setOutputs(ends[steps.size()]).build();
  }

  private static String sum(GraphBuilder graph, String name, String end, String from) {
    graph.addVertex(name + "/sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), end, from);
    graph.addLayer(name + "/relu", new ActivationLayer(Activation.RELU), name + "/sum");
    return name + "/relu";
  }

  private static String chain(GraphBuilder graph, List<Layer> layers, String from) {
    String end = from;
    for (Layer layer : layers) {
      graph.addLayer(layer.getLayerName(), layer, end);
      end = layer.getLayerName();
    }
    return end;
  }

  private static List<Layer> layers(Structure structure, StructureStep step) {
    LayerPlan last = structure.layers().get(structure.layers().size() - 1);
    if (!(last instanceof DensePlan)) {
      throw last.refused("the last layer", "no output, expected a dense layer there");
    }
    return step.layer() == last
        ? List.of(PlannedLayers.output((DensePlan) last))
        : PlannedLayers.of(step.layer());
  }

  private static NeuralNetConfiguration.Builder common(IUpdater updater, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(updater)
        .weightInit(WeightInit.RELU)
        .convolutionMode(ConvolutionMode.Truncate);
  }

  private static InputType input(Structure structure) {
    SignalShape input = structure.input();
    return input.kind() == SignalShape.Kind.VECTOR
        ? InputType.feedForward(input.channels())
        : InputType.convolutional(input.height(), input.width(), input.channels());
  }
}
