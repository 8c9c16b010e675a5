package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Random;

/** Random attributes of operations of 8-bit integers. Scales are powers of two. */
public final class RandomInt8 {

  private final Random random;
  private final RandomOperations operations;

  public RandomInt8(Random random) {
    this.random = random;
    operations = new RandomOperations(random);
  }

  /** One whose values floats hold exactly: multiples of 1/16 below 64. */
  public AffineQuantizer quantizer() {
    int low = operations.between(-128, 100);
    int high = operations.between(low + 1, 127);
    float scale = Math.scalb(1f, -operations.between(2, 4));
    return new AffineQuantizer(scale, operations.between(low, high), low, high);
  }

  public Int8Range range() {
    int low = operations.between(-128, 0);
    return new Int8Range(operations.between(-128, 127), low, operations.between(low, 127));
  }

  /** Products with integers that are spread over the range of results, some of them halves. */
  public Int8Convolution convolution(TensorType input, Window window, int outputs, int groups) {
    int reach = window.taps() * input.channels() / groups;
    IntegerEpilogue epilogue =
        operations.chance(3)
            ? operations.real(outputs, operations.unbounded())
            : requantization(operations.chance(2) ? outputs : 1, reach);
    boolean biased = random.nextBoolean();
    return new Int8Convolution(
        window,
        outputs,
        groups,
        operations.between(-128, 127),
        weights(outputs * reach),
        Ints.of(biased ? outputs : 0, i -> operations.between(-2000, 2000)),
        epilogue);
  }

  private Requantization requantization(int count, int reach) {
    double[] factors = new double[count];
    for (int n = 0; n < count; n++) {
      // Of a power of two, halves are many.
      double factor = random.nextBoolean() ? 0x1p-9 : 0.001 + random.nextDouble() / 100;
      factors[n] = factor / Math.sqrt(reach);
    }
    Requantization plain = Requantization.of(factors, range());
    Ints offsets = Ints.of(random.nextBoolean() ? count : 0, n -> random.nextInt());
    return new Requantization(plain.multipliers(), plain.shifts(), offsets, plain.range());
  }

  private Bytes weights(int count) {
    byte[] weights = new byte[count];
    random.nextBytes(weights);
    int share = operations.chance(3) ? operations.between(2, 20) : 1;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(share) != 0) {
        weights[i] = 0;
      }
    }
    return Bytes.of(weights);
  }

  public Int8Add add(int inputs) {
    int[] zeroPoints = new int[inputs];
    double[] factors = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      zeroPoints[i] = operations.between(-128, 127);
      factors[i] = random.nextBoolean() ? 0.5 : random.nextDouble();
    }
    return Int8Add.of(zeroPoints, factors, range());
  }

  public Int8AveragePool averagePool(Window window) {
    Pooling.Kind kind;
    do {
      kind = operations.pick(Pooling.Kind.values());
    } while (!NaiveIntegers.takes(kind));
    float scale = random.nextBoolean() ? 1 : random.nextFloat();
    return new Int8AveragePool(window, kind, operations.between(-128, 127), scale, range());
  }
}
