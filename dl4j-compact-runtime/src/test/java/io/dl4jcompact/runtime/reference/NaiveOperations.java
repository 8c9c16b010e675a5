package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.List;

/** The operations without a window, each as its definition reads. */
final class NaiveOperations {

  private NaiveOperations() {}

  static Cube quantize(OneBitQuantizer quantizer, Cube in) {
    float threshold = quantizer.threshold();
    boolean sign = quantizer instanceof SignQuantizer;
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> {
          double value = in.get(y, x, c);
          return sign ? (value < threshold ? -1 : 1) : (value > threshold ? 1 : 0);
        });
  }

  static Cube threshold(ChannelThreshold threshold, Cube in) {
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> threshold(threshold, c, in.get(y, x, c)));
  }

  static double threshold(ChannelThreshold threshold, int channel, double value) {
    boolean reached = value >= threshold.limits().get(channel);
    boolean upper = threshold.flips().get(channel) ? !reached : reached;
    return upper ? 1 : threshold.element() == ElementType.BIT_PM1 ? -1 : 0;
  }

  static Cube flip(Flip flip, ElementType element, Cube in) {
    double sum = element == ElementType.BIT_01 ? 1 : 0;
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> flip.channels().get(c) ? sum - in.get(y, x, c) : in.get(y, x, c));
  }

  static Cube affine(Affine affine, Cube in) {
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) ->
            (in.get(y, x, c) - parameter(affine.center(), c, 0)) * parameter(affine.scale(), c, 1)
                + parameter(affine.shift(), c, 0));
  }

  static double parameter(Floats values, int channel, double absent) {
    if (values.length() == 0) {
      return absent;
    }
    return values.length() == 1 ? values.get(0) : values.get(channel);
  }

  static Cube softmax(Cube in) {
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> {
          // 1 / Σ exp(x_k - x_c), which overflows to the right limit.
          double sum = 0;
          for (int k = 0; k < in.channels; k++) {
            sum += Math.exp(in.get(y, x, k) - in.get(y, x, c));
          }
          return 1 / sum;
        });
  }

  static Cube concat(List<Cube> inputs, int channels) {
    Cube first = inputs.get(0);
    return Cube.of(
        first.height,
        first.width,
        channels,
        (y, x, c) -> {
          int left = c;
          for (Cube input : inputs) {
            if (left < input.channels) {
              return input.get(y, x, left);
            }
            left -= input.channels;
          }
          throw new AssertionError(c);
        });
  }

  static Cube elementwise(Elementwise.Combination combination, List<Cube> inputs) {
    Cube first = inputs.get(0);
    return Cube.of(
        first.height,
        first.width,
        first.channels,
        (y, x, c) -> {
          double[] values = inputs.stream().mapToDouble(cube -> cube.get(y, x, c)).toArray();
          double result = values[0];
          for (int i = 1; i < values.length; i++) {
            result =
                switch (combination) {
                  case ADD, AVERAGE -> result + values[i];
                  case SUBTRACT -> result - values[i];
                  case PRODUCT -> result * values[i];
                  case MAX -> Math.max(result, values[i]);
                };
          }
          return combination == Elementwise.Combination.AVERAGE ? result / values.length : result;
        });
  }

  static Cube zeroPad(ZeroPad pad, Cube in) {
    return Cube.of(
        in.height + pad.top() + pad.bottom(),
        in.width + pad.left() + pad.right(),
        in.channels,
        (y, x, c) -> in.getOrZero(y - pad.top(), x - pad.left(), c));
  }

  static Cube upsample(Upsample up, Cube in) {
    return Cube.of(
        in.height * up.vertical(),
        in.width * up.horizontal(),
        in.channels,
        (y, x, c) -> in.get(y / up.vertical(), x / up.horizontal(), c));
  }

  static Cube flatten(Cube in) {
    double[] flat = in.channelsFirst();
    return Cube.of(1, 1, flat.length, (y, x, c) -> flat[c]);
  }
}
