package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * Sums of products over a sliding window, then an epilogue. A dense layer is one whose window
 * covers its input.
 *
 * <pre> sum[y, x, n] = Σ input[y·s + i·d - pad, x·s + j·d - pad, g·k + c] · weight[n, i, j, c]
 * </pre>
 *
 * <p>Input channels and outputs are split into as many groups of neighbours; with k input channels
 * and m outputs in a group, output n is in group g = ⌊n / m⌋ and sees its k channels alone. As many
 * groups as input channels make a depthwise convolution.
 *
 * <p>Positions outside of the map count as the number 0, also where bits stand for ±1. Products of
 * bits and ±1 weights are exact integers.
 *
 * @param window where it looks
 * @param outputs number n of output channels, at least 1
 * @param groups number of groups, at least 1; divides the outputs and the input channels
 * @param weights outputs · kernel height · kernel width · input channels of a group of them
 * @param epilogue what is done with each sum; integer limits need an input of bits and ±1 weights,
 *     float limits an input of floats
 */
public record Convolution(
    Window window, int outputs, int groups, Weights weights, Epilogue epilogue) implements Op {

  /**
   * @throws IllegalArgumentException if there is no output, the groups do not divide the outputs,
   *     or the epilogue is for other channels
   */
  public Convolution {
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(weights, "weights");
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs must be at least 1, got " + outputs);
    }
    if (groups < 1 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "groups must be at least 1 and divide the " + outputs + " outputs, got " + groups);
    }
    epilogue.requireChannels(outputs);
  }

  /** One in which every output sees all input channels. */
  public Convolution(Window window, int outputs, Weights weights, Epilogue epilogue) {
    this(window, outputs, 1, weights, epilogue);
  }

  /** The same products with another epilogue. */
  public Convolution with(Epilogue other) {
    return new Convolution(window, outputs, groups, weights, other);
  }

  /** The same with other weights. */
  public Convolution with(Weights other) {
    return new Convolution(window, outputs, groups, other, epilogue);
  }

  /** The same with another window. */
  public Convolution with(Window other) {
    return new Convolution(other, outputs, groups, weights, epilogue);
  }

  /** Outputs of each group. */
  public int groupOutputs() {
    return outputs / groups;
  }

  /** Channels of such an input that each output sees. */
  public int groupChannels(TensorType input) {
    return input.channels() / groups;
  }

  /** Whether sums are integers for inputs of this type: bits times ±1. */
  public boolean isOneBit(TensorType input) {
    return input.element().isOneBit() && weights.areSigns();
  }

  /** Products of connected weights for one sample of this input, those with padding included. */
  public long multiplyAdds(TensorType input) {
    TensorType output = outputType(List.of(input));
    return (long) output.positions() * weights.connected();
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.one(inputs);
    if (input.element().isOneBit() && !weights.areSigns()) {
      throw new IllegalArgumentException("an input of bits needs weights of ±1, unpack it first");
    }
    if (epilogue instanceof Epilogue.Threshold && !isOneBit(input)) {
      throw new IllegalArgumentException("a threshold of integers needs an input of bits");
    }
    if (epilogue instanceof ChannelThreshold && isOneBit(input)) {
      throw new IllegalArgumentException("a threshold of floats needs an input of floats");
    }
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide the " + input.channels() + " channels of " + input);
    }
    long expected = (long) outputs * window.taps() * groupChannels(input);
    if (weights.count() != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " weights for " + input + ", got " + weights.count());
    }
    return new TensorType(
        epilogue.element(),
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        outputs);
  }
}
