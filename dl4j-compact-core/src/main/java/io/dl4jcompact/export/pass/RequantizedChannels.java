package io.dl4jcompact.export.pass;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Requantization;
import java.util.Optional;

/**
 * A layer of integers with the float steps behind it and a quantiser as one: the steps are a·sum +
 * t for each channel, in units of the quantiser's scale.
 *
 * <pre> a·sum + t = a·(sum + t / a) ≈ a·(sum + rint(t / a)) </pre>
 *
 * <p>Rounding the bias moves a result by at most a / 2, so nothing is folded where a is more than
 * {@value #GREATEST_FACTOR}. Where a is negative the channel's weights change their sign.
 *
 * @param steps {@link Affine}s, then at most one ReLU
 */
record RequantizedChannels(
    Int8Convolution convolution,
    Epilogue.Real real,
    ElementChain steps,
    AffineQuantizer quantizer) {

  /** A bias that is rounded then moves a result by at most 1/32 of a step. */
  private static final double GREATEST_FACTOR = 1.0 / 16;

  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  /** Empty where steps are others, or a factor or a bias is too large, or 0. */
  Optional<Int8Convolution> folded() {
    if (!isLinearUpToRelu()) {
      return Optional.empty();
    }
    int outputs = convolution.outputs();
    double[] factors = new double[outputs];
    int[] bias = new int[outputs];
    byte[] weights = convolution.weights().toArray();
    int each = weights.length / outputs;
    for (int n = 0; n < outputs; n++) {
      double factor = slope(n) / quantizer.scale();
      double moved = offset(n) / quantizer.scale() / factor;
      double integer =
          Math.rint(moved) + (convolution.bias().length() == 0 ? 0 : convolution.bias().get(n));
      if (!(Math.abs(factor) <= GREATEST_FACTOR && Math.abs(integer) <= Integer.MAX_VALUE)) {
        return Optional.empty();
      }
      factors[n] = Math.abs(factor);
      bias[n] = (int) integer;
      if (factor < 0) {
        bias[n] = -bias[n];
        if (!negate(weights, n * each, each)) {
          return Optional.empty();
        }
      }
    }
    return layer(factors, bias, weights);
  }

  private Optional<Int8Convolution> layer(double[] factors, int[] bias, byte[] weights) {
    int low = hasRelu() ? quantizer.zeroPoint() : quantizer.low();
    Int8Range range = new Int8Range(quantizer.zeroPoint(), low, quantizer.high());
    try {
      return Optional.of(
          new Int8Convolution(
              convolution.window(),
              convolution.outputs(),
              convolution.groups(),
              convolution.inputZeroPoint(),
              Bytes.of(weights),
              Ints.of(bias),
              Requantization.of(factors, range)));
    } catch (IllegalArgumentException e) {
      // With the bias, sums could be beyond 32 bits: the layer stays as it is.
      return Optional.empty();
    }
  }

  private static boolean negate(byte[] weights, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (weights[i] == Byte.MIN_VALUE) {
        return false;
      }
      weights[i] = (byte) -weights[i];
    }
    return true;
  }

  private boolean isLinearUpToRelu() {
    boolean linear = isRelu(real.activation()) || real.activation().equals(Activation.IDENTITY);
    boolean behind = isRelu(real.activation());
    for (Node node : steps.nodes()) {
      boolean relu = node.op() instanceof Activate activate && isRelu(activate.activation());
      linear &= !behind && (relu || node.op() instanceof Affine);
      behind |= relu;
    }
    return linear;
  }

  private static boolean isRelu(Activation activation) {
    return activation.equals(RELU);
  }

  private boolean hasRelu() {
    return isRelu(real.activation())
        || steps.nodes().stream().anyMatch(node -> node.op() instanceof Activate);
  }

  private double slope(int channel) {
    double slope = real.scale().channel(channel, 1);
    for (Node node : steps.nodes()) {
      if (node.op() instanceof Affine affine) {
        slope *= affine.scale().channel(channel, 1);
      }
    }
    return slope;
  }

  private double offset(int channel) {
    double offset = real.shift().channel(channel, 0);
    for (Node node : steps.nodes()) {
      if (node.op() instanceof Affine affine) {
        double centred = offset - affine.center().channel(channel, 0);
        offset = centred * affine.scale().channel(channel, 1) + affine.shift().channel(channel, 0);
      }
    }
    return offset;
  }
}
