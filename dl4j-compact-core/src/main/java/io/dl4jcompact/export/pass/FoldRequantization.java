package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import java.util.Optional;

/**
 * Layer of integers → elements (bias, compensation, batch normalisation, ReLU) → quantiser to
 * integers becomes one layer that gives integers: its sums get an integer bias and are multiplied
 * and shifted.
 *
 * <p>Integers stay what they were, but where the float steps' own rounding decides between two: see
 * {@link RequantizedChannel}. What {@link RequantizedChannels} refuses stays float.
 */
public final class FoldRequantization extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Int8Convolution convolution)
        || !(convolution.epilogue() instanceof Epilogue.Real real)) {
      return false;
    }
    ElementChain chain = ElementChain.after(graph, node);
    if (chain.end() == null || !(chain.end().op() instanceof QuantizeInt8 quantize)) {
      return false;
    }
    Optional<Int8Convolution> folded =
        new RequantizedChannels(convolution, real, chain, quantize.quantizer()).folded();
    folded.ifPresent(
        op -> {
          editor.put(node.with(op));
          chain.nodes().forEach(element -> editor.noteFold(element.name(), node.name()));
          editor.fold(chain.end().name(), node.name());
        });
    return folded.isPresent();
  }
}
