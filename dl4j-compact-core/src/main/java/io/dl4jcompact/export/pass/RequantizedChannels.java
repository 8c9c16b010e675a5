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
 * <pre> a·sum + t ≈ (m·sum + c)·2^-s,  c = m·bias + offset </pre>
 *
 * <p>m·2^-s is the fixed-point number next to |a|; {@link RequantizedChannel} chooses c. Where a is
 * negative the channel's weights change their sign.
 *
 * @param steps {@link Affine}s, then at most one ReLU
 */
record RequantizedChannels(
    Int8Convolution convolution,
    Epilogue.Real real,
    ElementChain steps,
    AffineQuantizer quantizer) {

  /** Of c: beyond, sums would not have a place beside it in 63 bits. */
  private static final double GREATEST_OFFSET = 0x1p61;

  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  /** Empty where steps are others, or a factor is 0, or it or a bias is out of bounds. */
  Optional<Int8Convolution> folded() {
    if (!isLinearUpToRelu()) {
      return Optional.empty();
    }
    int outputs = convolution.outputs();
    FixedPoint[] factors = new FixedPoint[outputs];
    int[] bias = new int[outputs];
    int[] offsets = new int[outputs];
    byte[] weights = convolution.weights().toArray();
    for (int n = 0; n < outputs; n++) {
      double factor = slope(n) / quantizer.scale();
      if (!isFixedPoint(Math.abs(factor)) || factor < 0 && !negate(weights, n)) {
        return Optional.empty();
      }
      factors[n] = FixedPoint.of(Math.abs(factor));
      double exact = Math.scalb(offset(n) / quantizer.scale(), factors[n].shift());
      if (!(Math.abs(exact) <= GREATEST_OFFSET)) {
        return Optional.empty();
      }
      long added = added(n, factor < 0 ? -1 : 1, factors[n], Math.round(exact));
      int multiplier = factors[n].multiplier();
      long whole = Math.floorDiv(added + multiplier / 2, multiplier);
      offsets[n] = (int) (added - whole * multiplier);
      long own = convolution.bias().length() == 0 ? 0 : convolution.bias().get(n);
      long all = whole + (factor < 0 ? -own : own);
      if (all != (int) all) {
        return Optional.empty();
      }
      bias[n] = (int) all;
    }
    return layer(factors, bias, offsets, weights);
  }

  private static boolean isFixedPoint(double factor) {
    return factor > 0
        && factor < 1 << Byte.SIZE
        && FixedPoint.of(factor).shift() <= RequantizedChannel.MOST_SHIFT;
  }

  /** Changes the sign of a channel's weights; false where one is -128, which has no negative. */
  private boolean negate(byte[] weights, int n) {
    int each = weights.length / convolution.outputs();
    boolean possible = true;
    for (int i = n * each; i < (n + 1) * each; i++) {
      possible &= weights[i] != Byte.MIN_VALUE;
      weights[i] = (byte) -weights[i];
    }
    return possible;
  }

  /** c. */
  private long added(int n, int sign, FixedPoint magnitude, long exact) {
    RequantizedChannel channel =
        new RequantizedChannel(
            sum -> quantizer.quantize(steps.apply(n, real.apply(n, (int) (sign * sum)))),
            most(n),
            magnitude,
            range());
    return channel.offset(exact);
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

  private Optional<Int8Convolution> layer(
      FixedPoint[] factors, int[] bias, int[] offsets, byte[] weights) {
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
                  Ints.of(offsets),
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
