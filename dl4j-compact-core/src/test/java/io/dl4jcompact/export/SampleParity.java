package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Whether a model's output for one sample is the network's.
 *
 * @param actual what the model gives
 * @param network what the network gives
 * @param truth gives what the network gives in doubles; slow, and mostly not needed
 */
record SampleParity(double[] actual, double[] network, Supplier<double[]> truth) {

  /** What is promised, relative to each output. */
  static final double TOLERANCE = 1e-4;

  /**
   * Floats below the smallest normal one have no relative precision. Model and network each round
   * twice there, a power and a quotient, by half of the smallest float.
   */
  private static final double UNDERFLOW = 2 * (double) Float.MIN_VALUE;

  /**
   * Values in doubles that are nearer to each other are equal: at most {@link RoundingScale#TURNED}
   * comes of the roundings of floats, and those of doubles are 2^-29 of them.
   */
  private static final double TIE = RoundingScale.TURNED * 0x1p-29;

  /** The outputs that are not within the promise, neither of the network nor of it in doubles. */
  int[] beyond() {
    return IntStream.range(0, actual.length)
        .filter(i -> !(distance(actual[i], network[i]) <= TOLERANCE))
        .filter(i -> !(error(i) <= TOLERANCE))
        .toArray();
  }

  /** The model's relative error in an output. */
  double error(int output) {
    return distance(actual[output], truth.get()[output]);
  }

  /** The relative errors of other outputs for this sample. */
  double[] errors(double... outputs) {
    double[] exact = truth.get();
    return IntStream.range(0, outputs.length)
        .mapToDouble(i -> distance(outputs[i], exact[i]))
        .toArray();
  }

  private static double distance(double value, double reference) {
    double difference = Math.abs(value - reference) - UNDERFLOW;
    return difference <= 0 ? 0 : difference / Math.abs(reference);
  }

  /** Requires the network's class; of classes that tie in doubles, any. */
  void requireClass() {
    int expected = best(network);
    int chosen = best(actual);
    if (chosen != expected) {
      double exact = truth.get()[expected];
      assertThat(Math.abs(truth.get()[chosen] - exact))
          .as("class %d, %s", chosen, this)
          .isLessThanOrEqualTo(TIE * Math.abs(exact));
    }
  }

  private static int best(double[] values) {
    return IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
  }

  @Override
  public String toString() {
    return "got %s, network %s, in doubles %s"
        .formatted(Arrays.toString(actual), Arrays.toString(network), Arrays.toString(truth.get()));
  }
}
