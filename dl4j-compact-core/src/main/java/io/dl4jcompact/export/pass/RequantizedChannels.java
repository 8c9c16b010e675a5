package io.dl4jcompact.export.pass;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.FixedPoint;
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
 * <pre> a·sum + t = a/k · (k·sum + t·k/a) ≈ a/k · (k·sum + bias) </pre>
 *
 * <p>k, 1 or more, is what a channel's weights and bias can be multiplied by within bytes and 32
 * bits, which makes the bias k times finer: {@link RequantizedChannel} chooses it. Nothing is
 * folded where a/k is more than {@value #GREATEST_FACTOR}. Where a is negative the channel's
 * weights change their sign.
 *
 * @param steps {@link Affine}s, then at most one ReLU
 */
record RequantizedChannels(
    Int8Convolution convolution,
    Epilogue.Real real,
    ElementChain steps,
    AffineQuantizer quantizer) {

  /** The nearest bias then moves a result by at most 1/32 of a step. */
  private static final double GREATEST_FACTOR = 1.0 / 16;

  private static final double GREATEST_BIAS = 1 << 28;

  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  /** Empty where steps are others, or a factor or a bias is too large, or 0. */
  Optional<Int8Convolution> folded() {
    if (!isLinearUpToRelu()) {
      return Optional.empty();
    }
    int outputs = convolution.outputs();
    FixedPoint[] factors = new FixedPoint[outputs];
    int[] bias = new int[outputs];
    byte[] weights = convolution.weights().toArray();
    int each = weights.length / outputs;
    for (int n = 0; n < outputs; n++) {
      int finer = Math.min(finer(weights, n * each, each), greatestFiner(n));
      double factor = slope(n) / quantizer.scale() / finer;
      if (finer == 0 || !(Math.abs(factor) <= GREATEST_FACTOR && factor != 0)) {
        return Optional.empty();
      }
      factors[n] = FixedPoint.of(Math.abs(factor));
      long chosen = bias(n, finer, factor, factors[n]);
      if (chosen != (int) chosen) {
        return Optional.empty();
      }
      bias[n] = (int) chosen;
      for (int i = n * each; i < (n + 1) * each; i++) {
        weights[i] *= (byte) (factor < 0 ? -finer : finer);
      }
    }
    return layer(factors, bias, weights);
  }

  /** k; 0 where a weight is -128, which cannot change its sign. */
  private static int finer(byte[] weights, int from, int count) {
    int greatest = 1;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, Math.abs(weights[i]));
    }
    return Byte.MAX_VALUE / greatest;
  }

  /** What leaves room for sums beside the bias in 32 bits; at least 1. */
  private int greatestFiner(int n) {
    double bias = Math.abs(offset(n) / slope(n));
    return (int) Math.max(1, Math.min(Byte.MAX_VALUE, GREATEST_BIAS / bias));
  }

  private long bias(int n, int finer, double factor, FixedPoint magnitude) {
    int sign = factor < 0 ? -1 : 1;
    long own = convolution.bias().length() == 0 ? 0 : convolution.bias().get(n);
    double offset = offset(n) / quantizer.scale() / Math.abs(factor);
    RequantizedChannel channel =
        new RequantizedChannel(
            sum -> quantizer.quantize(steps.apply(n, real.apply(n, (int) (sign * sum)))),
            most(n),
            finer,
            magnitude,
            offset,
            range());
    return channel.bias() + sign * own * finer;
  }

  private long most(int n) {
    int each = convolution.weights().length() / convolution.outputs();
    long sum = 0;
    for (int i = n * each; i < (n + 1) * each; i++) {
      sum += Math.abs(convolution.weights().get(i));
    }
    // What an input can differ from its zero point at most.
    return Math.min(Integer.MAX_VALUE, 255 * sum);
  }

  private Int8Range range() {
    int low = hasRelu() ? quantizer.zeroPoint() : quantizer.low();
    return new Int8Range(quantizer.zeroPoint(), low, quantizer.high());
  }

  private Optional<Int8Convolution> layer(FixedPoint[] factors, int[] bias, byte[] weights) {
    try {
      return Optional.of(
          new Int8Convolution(
              convolution.window(),
              convolution.outputs(),
              convolution.groups(),
              convolution.inputZeroPoint(),
              Bytes.of(weights),
              Ints.of(bias),
              new Requantization(
                  Ints.of(factors.length, n -> factors[n].multiplier()),
                  Ints.of(factors.length, n -> factors[n].shift()),
                  range())));
    } catch (IllegalArgumentException e) {
      // With the bias, sums could be beyond 32 bits: the layer stays as it is.
      return Optional.empty();
    }
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
