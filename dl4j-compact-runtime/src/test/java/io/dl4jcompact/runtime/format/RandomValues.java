package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Ints;
import java.util.SplittableRandom;

/** Arrays that depend on nothing but a seed, with values from the edges among them. */
final class RandomValues {

  private static final float[] EDGE_FLOATS = {
    0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN
  };

  private static final int[] EDGE_LIMITS = {
    Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE - 1,
    Byte.MIN_VALUE, Byte.MAX_VALUE, Byte.MIN_VALUE + 1, Byte.MAX_VALUE - 1,
    Short.MIN_VALUE, Short.MAX_VALUE, Short.MIN_VALUE + 1, Short.MAX_VALUE - 1
  };

  private final SplittableRandom random;

  RandomValues(long seed) {
    random = new SplittableRandom(seed);
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  float number() {
    return (float) (random.nextDouble() * 4 - 2);
  }

  Floats floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = upTo(9) == 0 ? EDGE_FLOATS[upTo(EDGE_FLOATS.length - 1)] : number();
    }
    return Floats.of(values);
  }

  /** Absent, one, or one a channel. */
  Floats perChannel(int channels) {
    return floats(oneOf(0, 1, channels));
  }

  /** Finite values: absent, one, or one a channel. */
  Floats finite(int channels) {
    float[] values = new float[oneOf(0, 1, channels)];
    for (int i = 0; i < values.length; i++) {
      values[i] = number();
    }
    return Floats.of(values);
  }

  Bits bits(int length) {
    boolean empty = upTo(3) == 0;
    return Bits.of(length, i -> !empty && random.nextBoolean());
  }

  Ints limits(int length) {
    int[] values = new int[length];
    int magnitude = oneOf(100, 1000, 100_000);
    boolean edges = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      values[i] =
          edges && upTo(9) == 0
              ? EDGE_LIMITS[upTo(EDGE_LIMITS.length - 1)]
              : between(-magnitude, magnitude);
    }
    return Ints.of(values);
  }
}
