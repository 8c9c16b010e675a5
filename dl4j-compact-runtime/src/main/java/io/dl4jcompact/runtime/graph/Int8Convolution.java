package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * A {@link Convolution} of 8-bit integers with 32-bit sums, exact whatever computes them. A dense
 * layer is one whose window covers its input.
 *
 * <pre>
 * sum[y, x, n] = bias[n] + Σ (q_x[y·s + i·d - pad, x·s + j·d - pad, g·k + c] - z_x) · q_w[n, i, j, c]
 * </pre>
 *
 * <p>Windows, groups and the order of weights are those of {@link Convolution}. Positions outside
 * of the map count as the number 0, which is z_x.
 *
 * <p>Weights have no zero point: their scales, one for each output channel, are part of the
 * epilogue. Weights of an asymmetric quantiser must be refused, or quantised anew, before they come
 * here.
 *
 * @param outputs number n of output channels, at least 1
 * @param groups number of groups, at least 1; divides the outputs and the input channels
 * @param inputZeroPoint z_x, the integer of the input's 0, in [-128, 127]
 * @param weights outputs · kernel height · kernel width · input channels of a group of them
 * @param bias none, or one for each output, in units of the sum
 * @param epilogue what is done with each sum
 */
public record Int8Convolution(
    Window window,
    int outputs,
    int groups,
    int inputZeroPoint,
    Bytes weights,
    Ints bias,
    IntegerEpilogue epilogue)
    implements Op {

  /**
   * @throws IllegalArgumentException if there is no output, the groups or the weights do not divide
   *     by outputs, another part is for other channels, or a sum could be beyond 32 bits: the
   *     bias's magnitude and those of a channel's weights, times what the input differs from z_x at
   *     most, must not be more than 2^31 - 1 together
   */
  public Int8Convolution {
    Objects.requireNonNull(window, "window");
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs must be at least 1, got " + outputs);
    }
    if (groups < 1 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "groups must be at least 1 and divide the " + outputs + " outputs, got " + groups);
    }
    if (bias.length() != 0 && bias.length() != outputs) {
      throw new IllegalArgumentException(
          "bias has " + bias.length() + " values, expected 0 or " + outputs);
    }
    if (weights.length() % outputs != 0) {
      throw new IllegalArgumentException(
          weights.length() + " weights do not divide by " + outputs + " outputs");
    }
    Int8Range.requireByte("zero point of the input", inputZeroPoint);
    epilogue.requireChannels(outputs);
    requireSums(outputs, inputZeroPoint, weights, bias);
  }

  private static void requireSums(int outputs, int zeroPoint, Bytes weights, Ints bias) {
    long largest = Math.max(zeroPoint - Byte.MIN_VALUE, Byte.MAX_VALUE - zeroPoint);
    int row = weights.length() / outputs;
    for (int n = 0; n < outputs; n++) {
      long magnitudes = 0;
      for (int i = n * row; i < (n + 1) * row; i++) {
        magnitudes += Math.abs(weights.get(i));
      }
      long sum = largest * magnitudes + (bias.length() == 0 ? 0 : Math.abs((long) bias.get(n)));
      if (sum > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "sums of output %s could be up to %s, which 32 bits do not hold".formatted(n, sum));
      }
    }
  }

  /** The same with another epilogue. */
  public Int8Convolution with(IntegerEpilogue other) {
    return new Int8Convolution(window, outputs, groups, inputZeroPoint, weights, bias, other);
  }

  /** The same with other weights. */
  public Int8Convolution with(Bytes other) {
    return new Int8Convolution(window, outputs, groups, inputZeroPoint, other, bias, epilogue);
  }

  /** The same with another window. */
  public Int8Convolution with(Window other) {
    return new Int8Convolution(other, outputs, groups, inputZeroPoint, weights, bias, epilogue);
  }

  /** Outputs of each group. */
  public int groupOutputs() {
    return outputs / groups;
  }

  /** Channels of such an input that each output sees. */
  public int groupChannels(TensorType input) {
    return input.channels() / groups;
  }

  /** Products for one sample of this input, those with padding included. */
  public long multiplyAdds(TensorType input) {
    TensorType output = outputType(List.of(input));
    return (long) output.positions() * weights.length();
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.oneInt8(inputs);
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide the " + input.channels() + " channels of " + input);
    }
    long expected = (long) outputs * window.taps() * groupChannels(input);
    if (weights.length() != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " weights for " + input + ", got " + weights.length());
    }
    return new TensorType(
        epilogue.element(),
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        outputs);
  }
}
