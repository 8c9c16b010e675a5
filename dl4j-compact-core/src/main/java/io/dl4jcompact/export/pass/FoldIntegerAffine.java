package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import java.util.Optional;

/**
 * Layer of integers → per-channel scale and shift becomes one layer, with a scale above 0: where
 * the scale is negative, the channel's weights change their sign.
 *
 * <p>For models that state scales and no steps. It rounds anew, within float precision, so that an
 * integer behind it may become its neighbour where the float steps all but round to it. What {@link
 * FoldRequantization} makes is chosen by the float steps, which must stay for it.
 */
public final class FoldIntegerAffine extends LocalPass {

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (!(node.op() instanceof Affine affine)) {
      return false;
    }
    Node producer = graph.node(node.inputs().get(0));
    if (graph.onlyConsumer(producer.name()) != node
        || !(producer.op() instanceof Int8Convolution convolution)
        || !(convolution.epilogue() instanceof Epilogue.Real real)
        || !real.activation().equals(Activation.IDENTITY)) {
      return false;
    }
    Affine first = new Affine(Floats.NONE, real.scale(), real.shift());
    Optional<Int8Convolution> folded =
        FoldAffine.merged(first, affine, FoldAffine.GREATEST_MOVE)
            .flatMap(sum -> scaled(convolution, sum));
    folded.ifPresent(
        op -> {
          editor.put(producer.with(op));
          editor.fold(node.name(), producer.name());
        });
    return folded.isPresent();
  }

  /** Empty where a scale is 0, or a weight that changes its sign -128. */
  private static Optional<Int8Convolution> scaled(Int8Convolution convolution, Affine sum) {
    int outputs = convolution.outputs();
    float[] scales = new float[outputs];
    byte[] weights = convolution.weights().toArray();
    int each = weights.length / outputs;
    for (int n = 0; n < outputs; n++) {
      scales[n] = sum.scale().channel(n, 1);
      if (scales[n] == 0) {
        return Optional.empty();
      }
    }
    for (int i = 0; i < weights.length; i++) {
      if (scales[i / each] < 0) {
        if (weights[i] == Byte.MIN_VALUE) {
          return Optional.empty();
        }
        weights[i] = (byte) -weights[i];
      }
    }
    for (int n = 0; n < outputs; n++) {
      scales[n] = Math.abs(scales[n]);
    }
    Epilogue.Real epilogue = new Epilogue.Real(Floats.of(scales), sum.shift(), Activation.IDENTITY);
    return Optional.of(convolution.with(Bytes.of(weights)).with(epilogue));
  }
}
