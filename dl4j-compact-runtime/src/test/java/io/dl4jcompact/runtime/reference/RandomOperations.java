package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Random;

/**
 * Random attributes of operations. Numbers are small multiples of 1/4, so that sums and products of
 * few of them are exact in floats.
 */
public final class RandomOperations {

  private static final int[] CHANNELS = {1, 2, 3, 33, 63, 64, 65, 129};

  private final Random random;

  public RandomOperations(Random random) {
    this.random = random;
  }

  /** A number from low to high, both included. */
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  public boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  public <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  public int channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  /** A window that fits a map. */
  public Window window(TensorType input) {
    while (true) {
      Window window =
          new Window(
              between(1, 5),
              between(1, 5),
              between(1, 3),
              between(1, 3),
              between(1, 2),
              between(1, 2),
              between(0, 3),
              between(0, 3),
              between(0, 3),
              between(0, 3));
      if (fits(window, input)) {
        return window;
      }
    }
  }

  /** A window that fits a map and always sees some of it. */
  public Window poolWindow(TensorType input) {
    while (true) {
      Window w = window(input);
      boolean sees =
          Math.max(w.padTop(), w.padBottom()) < w.kernelHeight()
              && Math.max(w.padLeft(), w.padRight()) < w.kernelWidth()
              && w.dilationHeight() * w.dilationWidth() == 1;
      if (sees) {
        return w;
      }
    }
  }

  private static boolean fits(Window w, TensorType input) {
    int height = (w.kernelHeight() - 1) * w.dilationHeight() + 1;
    int width = (w.kernelWidth() - 1) * w.dilationWidth() + 1;
    return height <= input.height() + w.padTop() + w.padBottom()
        && width <= input.width() + w.padLeft() + w.padRight();
  }

  /** A convolution of any kind that the input admits. */
  public Convolution convolution(TensorType input, Window window, int outputs) {
    return convolution(input, window, outputs, groups(input.channels(), outputs), exact());
  }

  /** One of so many groups that the input admits, with an activation if it gives floats. */
  public Convolution convolution(
      TensorType input, Window window, int outputs, int groups, Activation activation) {
    boolean oneBit = input.element().isOneBit();
    int reach = window.taps() * input.channels() / groups;
    int count = outputs * reach;
    return new Convolution(
        window,
        outputs,
        groups,
        weights(oneBit, count),
        epilogue(oneBit, outputs, reach, activation));
  }

  /** A number of groups that divides channels and outputs; mostly 1. */
  public int groups(int channels, int outputs) {
    int groups = between(1, Math.min(channels, outputs));
    if (chance(2) && channels == outputs) {
      groups = channels;
    }
    return chance(2) && channels % groups == 0 && outputs % groups == 0 ? groups : 1;
  }

  private Epilogue epilogue(boolean oneBit, int outputs, int reach, Activation activation) {
    if (random.nextBoolean()) {
      return real(outputs, activation);
    }
    return oneBit ? threshold(outputs, reach) : channelThreshold(outputs);
  }

  /** Limits near 0, where most values are. */
  public ChannelThreshold channelThreshold(int channels) {
    return new ChannelThreshold(floats(channels), bits(channels), oneBitElement());
  }

  /** Weights of any kind, or of ±1 alone; of a third of them only some are connected. */
  public Weights weights(boolean signs, int count) {
    Mask mask = chance(3) ? mask(count) : null;
    int connected = mask == null ? count : mask.count();
    Weights values = signs || chance(2) ? signs(connected) : new Weights.Real(floats(connected));
    return mask == null ? values : new Weights.Sparse(mask, values);
  }

  /** A mask of few or many connected weights. */
  public Mask mask(int count) {
    double density = between(0, 10) / 15.0;
    return Mask.of(Bits.of(count, i -> random.nextDouble() < density));
  }

  public Weights signs(int count) {
    return new Weights.Signs(bits(count));
  }

  public Bits bits(int count) {
    return Bits.of(count, i -> random.nextBoolean());
  }

  public Floats floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = quarters();
    }
    return Floats.of(values);
  }

  /** A multiple of 1/4 between -2 and 2. */
  public float quarters() {
    return between(-8, 8) / 4f;
  }

  /** None, one or a value for each channel. */
  public Floats perChannel(int channels) {
    return floats(new int[] {0, 1, channels}[random.nextInt(3)]);
  }

  public Epilogue.Real real(int outputs, Activation activation) {
    return new Epilogue.Real(perChannel(outputs), perChannel(outputs), activation);
  }

  /** Limits near 0, where most sums are, with some that always or never hold. */
  public Epilogue.Threshold threshold(int outputs, int reach) {
    int[] limits = new int[outputs];
    for (int n = 0; n < outputs; n++) {
      limits[n] =
          switch (random.nextInt(8)) {
            case 0 -> Integer.MIN_VALUE;
            case 1 -> Integer.MAX_VALUE;
            case 2 -> reach;
            case 3 -> -reach;
            default -> (int) (random.nextGaussian() * Math.sqrt(reach));
          };
    }
    return new Epilogue.Threshold(Ints.of(limits), bits(outputs), oneBitElement());
  }

  public ElementType oneBitElement() {
    return random.nextBoolean() ? ElementType.BIT_01 : ElementType.BIT_PM1;
  }

  public OneBitQuantizer quantizer() {
    return switch (random.nextInt(3)) {
      case 0 -> new StepQuantizer(quarters());
      case 1 -> new StochasticStepQuantizer();
      default -> new SignQuantizer(quarters(), StraightThrough.CLIPPED);
    };
  }

  /** A continuous activation that is exact on multiples of 1/4. */
  public Activation exact() {
    return pick(
        new Activation[] {
          Activation.IDENTITY,
          Activation.of(Activation.Function.RELU),
          Activation.of(Activation.Function.RELU6),
          Activation.of(Activation.Function.HARD_TANH),
          new Activation(Activation.Function.LEAKY_RELU, 0.5f)
        });
  }

  /** A continuous activation that does not squash large values. */
  public Activation unbounded() {
    return pick(
        new Activation[] {
          Activation.IDENTITY,
          Activation.of(Activation.Function.RELU),
          new Activation(Activation.Function.LEAKY_RELU, 0.5f)
        });
  }

  public Activation activation() {
    Activation.Function function = pick(Activation.Function.values());
    return new Activation(function, function.hasAlpha() ? 0.5f : 0);
  }

  public Pooling pooling() {
    return switch (pick(Pooling.Kind.values())) {
      case MAX -> Pooling.MAX;
      case AVERAGE -> Pooling.AVERAGE;
      case AVERAGE_INSIDE -> Pooling.AVERAGE_INSIDE;
      case SUM -> Pooling.SUM;
      case NORM -> new Pooling(Pooling.Kind.NORM, between(1, 3));
    };
  }
}
