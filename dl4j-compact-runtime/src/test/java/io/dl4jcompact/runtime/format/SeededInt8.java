package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.FixedPoint;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/** Random operations of 8-bit integers that depend on nothing but a seed. */
record SeededInt8(RandomValues random) {

  /** An operation of so many inputs, 1 or 2, of a type. */
  Op operation(TensorType type, Window window, int inputs) {
    if (inputs == 2) {
      return random.oneOf(new Concat(), add(2));
    }
    return switch (random.upTo(3)) {
      case 0 -> new DequantizeInt8(quantizer());
      case 1 -> add(1);
      case 2 -> averagePool(window);
      default -> convolution(type, window);
    };
  }

  AffineQuantizer quantizer() {
    int low = random.between(-128, 126);
    int high = random.between(low + 1, 127);
    float scale = Float.intBitsToFloat(random.between(0x00800000, 0x7f7fffff));
    return new AffineQuantizer(scale, random.between(low, high), low, high);
  }

  private Int8Range range() {
    int low = random.between(-128, 127);
    return new Int8Range(random.between(-128, 127), low, random.between(low, 127));
  }

  private Int8Add add(int inputs) {
    return new Int8Add(
        bytes(inputs), Ints.of(inputs, i -> multiplier()), random.between(1, 62), range());
  }

  private Int8AveragePool averagePool(Window window) {
    Pooling.Kind kind =
        random.oneOf(Pooling.Kind.AVERAGE, Pooling.Kind.AVERAGE_INSIDE, Pooling.Kind.SUM);
    return new Int8AveragePool(
        window, kind, random.between(-128, 127), Math.abs(random.number()), range());
  }

  private Int8Convolution convolution(TensorType type, Window window) {
    int groups = random.upTo(2) == 0 ? type.channels() : 1;
    int outputs = groups * random.between(1, 8);
    int count = outputs * window.taps() * type.channels() / groups;
    Ints bias = Ints.of(random.oneOf(0, outputs), i -> random.between(-(1 << 20), 1 << 20));
    return new Int8Convolution(
        window,
        outputs,
        groups,
        random.between(-128, 127),
        bytes(count),
        bias,
        random.upTo(1) == 0 ? requantization(outputs) : real(outputs));
  }

  private IntegerEpilogue requantization(int outputs) {
    int count = random.oneOf(1, outputs);
    Ints shifts = Ints.of(count, i -> random.between(1, FixedPoint.MOST_SHIFT));
    Ints offsets =
        Ints.of(
            random.oneOf(0, count), i -> random.between(Integer.MIN_VALUE, Integer.MAX_VALUE - 1));
    return new Requantization(Ints.of(count, i -> multiplier()), shifts, offsets, range());
  }

  private IntegerEpilogue real(int outputs) {
    return new Epilogue.Real(
        random.perChannel(outputs),
        random.perChannel(outputs),
        Activation.of(Activation.Function.RELU));
  }

  private int multiplier() {
    return random.oneOf(0, Integer.MAX_VALUE, random.between(0, Integer.MAX_VALUE - 1));
  }

  private Bytes bytes(int count) {
    byte[] values = new byte[count];
    int most = random.oneOf(0, 9);
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (random.upTo(most) == 0 ? random.between(-128, 127) : 0);
    }
    return Bytes.of(values);
  }
}
