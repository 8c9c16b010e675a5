package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Layer → per-channel scale and shift → activation becomes one layer; so do two scales and shifts
 * in a row.
 *
 * <p>A scale on float weights goes into the weights. Products are rounded anew, within float
 * precision; so nothing is folded between exact values and the quantiser that splits them. Sums
 * with ±1 weights count as exact whatever their inputs: of pixels they mostly are.
 */
public final class FoldAffine extends LocalPass {

  /**
   * The most that a centre may move rounded results in one addition: beyond, a result of the size
   * of 1 would keep fewer than five digits.
   */
  static final double GREATEST_MOVE = 64;

  /**
   * The same for sums with ±1 weights, which inputs of one bit or of pixels leave exact: beyond,
   * the scaled sum would be rounded more coarsely than a result of the size of 1.
   */
  private static final double GREATEST_EXACT_MOVE = 1;

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (node.inputs().size() != 1) {
      return false;
    }
    Node producer = graph.node(node.inputs().get(0));
    Node folded =
        graph.onlyConsumer(producer.name()) == node ? folded(graph, producer, node) : null;
    if (folded == null) {
      return false;
    }
    editor.put(folded);
    editor.fold(node.name(), folded.name());
    return true;
  }

  private static Node folded(Graph graph, Node producer, Node node) {
    if (producer.op() instanceof Convolution convolution
        && convolution.epilogue() instanceof Epilogue.Real real
        && real.activation().equals(Activation.IDENTITY)) {
      if (node.op() instanceof Activate activate) {
        Epilogue active = new Epilogue.Real(real.scale(), real.shift(), activate.activation());
        return producer.with(convolution.with(active));
      }
      if (node.op() instanceof Affine affine && mayRound(graph, producer, node)) {
        return folded(convolution, real, affine).map(producer::with).orElse(null);
      }
    }
    if (producer.op() instanceof Affine first
        && node.op() instanceof Affine second
        && mayRound(graph, producer, node)) {
      return merged(first, second, GREATEST_MOVE).map(producer::with).orElse(null);
    }
    return null;
  }

  /** Sums with float weights are rounded anyway; others only where no quantiser follows. */
  private static boolean mayRound(Graph graph, Node producer, Node node) {
    boolean floatWeights =
        producer.op() instanceof Convolution convolution
            && convolution.weights() instanceof Weights.Real;
    return floatWeights || !reachesQuantizer(graph, node);
  }

  private static boolean reachesQuantizer(Graph graph, Node start) {
    Set<Node> seen = new LinkedHashSet<>(graph.consumers(start.name()));
    Deque<Node> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (isQuantizer(node.op())) {
        return true;
      }
      if (!(node.op() instanceof Convolution)) {
        graph.consumers(node.name()).stream().filter(seen::add).forEach(open::push);
      }
    }
    return false;
  }

  private static boolean isQuantizer(Op op) {
    return op instanceof Quantize || op instanceof ChannelThreshold || op instanceof QuantizeInt8;
  }

  private static Optional<Convolution> folded(
      Convolution convolution, Epilogue.Real real, Affine affine) {
    Affine first = new Affine(Floats.NONE, real.scale(), real.shift());
    if (!(convolution.weights() instanceof Weights.Real)) {
      return merged(first, affine, GREATEST_EXACT_MOVE)
          .map(
              sum ->
                  convolution.with(
                      new Epilogue.Real(sum.scale(), sum.shift(), Activation.IDENTITY)));
    }
    return merged(first, affine, GREATEST_MOVE).flatMap(sum -> scaled(convolution, sum));
  }

  private static Optional<Convolution> scaled(Convolution convolution, Affine sum) {
    float[] weights = new float[convolution.weights().count()];
    int each = weights.length / convolution.outputs();
    for (int i = 0; i < weights.length; i++) {
      float weight = convolution.weights().get(i);
      float scale = sum.scale().channel(i / each, 1);
      weights[i] = weight * scale;
      if (!isNormal(weights[i], weight == 0 || scale == 0)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        convolution
            .with(new Weights.Real(Floats.of(weights)))
            .with(new Epilogue.Real(Floats.NONE, sum.shift(), Activation.IDENTITY)));
  }

  /** Whether a product did not overflow, nor lose digits to underflow. */
  private static boolean isNormal(double product, boolean mayBeZero) {
    double magnitude = Math.abs(product);
    return magnitude <= Float.MAX_VALUE && (mayBeZero || magnitude >= Float.MIN_NORMAL);
  }

  /**
   * One function for two in a row: its scale is s1·s2, its shift ((t1 - c1·s1) - c2)·s2 + t2.
   *
   * @return empty where it would overflow, underflow, or cancel most digits of the result
   */
  static Optional<Affine> merged(Affine first, Affine second, double greatestMove) {
    int channels = Math.max(width(first), width(second));
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int n = 0; n < channels; n++) {
      double firstScale = first.scale().channel(n, 1);
      double secondScale = second.scale().channel(n, 1);
      double middle = first.shift().channel(n, 0) - first.center().channel(n, 0) * firstScale;
      double moved = (middle - second.center().channel(n, 0)) * secondScale;
      scale[n] = (float) (firstScale * secondScale);
      shift[n] = (float) (moved + second.shift().channel(n, 0));
      boolean zero = firstScale == 0 || secondScale == 0;
      if (!isNormal(firstScale * secondScale, zero) || !(Math.abs(moved) <= greatestMove)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Affine(Floats.NONE, Floats.of(scale), Floats.of(shift)));
  }

  private static int width(Affine affine) {
    int pair = Math.max(affine.center().length(), affine.scale().length());
    return Math.max(1, Math.max(pair, affine.shift().length()));
  }
}
