package io.dl4jcompact.binary;

import io.dl4jcompact.binary.Binarized.LayerChange;
import io.dl4jcompact.core.LayerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;

/**
 * Makes layers of a configuration one-bit ones, in place, and says of each layer what became of it.
 *
 * @param reasonToLeave why a layer stays as it is; empty if it is taken
 */
record LayerChanges(
    LayerGraph graph,
    BiFunction<LayerGraph.Node, Layer, Optional<String>> reasonToLeave,
    Quantization quantization) {

  List<LayerChange> make() {
    Map<LayerGraph.Node, Layer> before = new HashMap<>();
    Map<LayerGraph.Node, String> reasons = new HashMap<>();
    for (LayerGraph.Node node : graph.nodes()) {
      node.layer()
          .ifPresent(
              layer -> {
                before.put(node, layer);
                reasonToLeave
                    .apply(node, layer)
                    .ifPresentOrElse(
                        reason -> reasons.put(node, reason),
                        () -> quantization.validate(settings(node, layer)));
              });
    }
    before.forEach(
        (node, layer) -> {
          if (!reasons.containsKey(node)) {
            replace(node, layer);
          }
        });
    // After all replacements, since a function goes only where all readers are one-bit.
    List<LayerChange> changes = new ArrayList<>();
    for (LayerGraph.Node node : graph.nodes()) {
      if (before.containsKey(node)) {
        changes.add(describe(node, before.get(node), Optional.ofNullable(reasons.get(node))));
      }
    }
    return changes;
  }

  private static LayerSettings settings(LayerGraph.Node node, Layer layer) {
    return new LayerSettings(layer.getClass().getSimpleName() + " as a one-bit layer", node.name());
  }

  private void replace(LayerGraph.Node node, Layer layer) {
    Layer last = layer;
    if (SeparatedLayer.isSeparable(layer)) {
      SeparatedLayer separated = SeparatedLayer.of((SeparableConvolution2D) layer);
      node.insertBefore(OneBitForms.of(separated.depth(), quantization));
      last = separated.point();
    }
    node.replace(OneBitForms.of(last, quantization));
  }

  private static LayerChange describe(
      LayerGraph.Node node, Layer before, Optional<String> reasonLeft) {
    String type = before.getClass().getSimpleName();
    String note =
        reasonLeft
            .map(reason -> "left, " + reason)
            .orElseGet(
                () ->
                    (SeparatedLayer.isSeparable(before)
                            ? "now BinaryDepthwiseConvolutionLayer and "
                            : "now ")
                        + node.layer().orElseThrow().getClass().getSimpleName());
    String activation =
        OneSidedActivations.remove(node)
            .map(function -> "; activation " + function + " is now the identity")
            .orElse("");
    return new LayerChange(node.name(), type, reasonLeft.isEmpty(), note + activation);
  }
}
