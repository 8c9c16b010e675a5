package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** The operations of 8-bit integers, each as its definition reads, in 64-bit integers. */
final class NaiveIntegers {

  private NaiveIntegers() {}

  static Cube quantize(AffineQuantizer quantizer, Cube in) {
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> {
          double steps = Math.rint((float) in.get(y, x, c) / quantizer.scale());
          double q = steps + quantizer.zeroPoint();
          return Math.max(quantizer.low(), Math.min(quantizer.high(), q));
        });
  }

  static Cube dequantize(AffineQuantizer quantizer, Cube in) {
    return Cube.of(
        in.height,
        in.width,
        in.channels,
        (y, x, c) -> (in.get(y, x, c) - quantizer.zeroPoint()) * quantizer.scale());
  }

  static Cube convolution(Int8Convolution convolution, Cube in) {
    Window w = convolution.window();
    int channels = in.channels / convolution.groups();
    return Cube.of(
        NaiveWindows.rows(w, in),
        NaiveWindows.columns(w, in),
        convolution.outputs(),
        (y, x, n) -> {
          long sum = convolution.bias().length() == 0 ? 0 : convolution.bias().get(n);
          int first = n * convolution.groups() / convolution.outputs() * channels;
          int index = n * w.kernelHeight() * w.kernelWidth() * channels;
          for (int i = 0; i < w.kernelHeight(); i++) {
            for (int j = 0; j < w.kernelWidth(); j++) {
              int row = y * w.strideHeight() + i * w.dilationHeight() - w.padTop();
              int column = x * w.strideWidth() + j * w.dilationWidth() - w.padLeft();
              for (int c = first; c < first + channels; c++, index++) {
                if (in.contains(row, column)) {
                  long q = (long) in.get(row, column, c) - convolution.inputZeroPoint();
                  sum += q * convolution.weights().get(index);
                }
              }
            }
          }
          return epilogue(convolution, n, sum);
        });
  }

  private static double epilogue(Int8Convolution convolution, int n, long sum) {
    if (convolution.epilogue() instanceof Epilogue.Real real) {
      return NaiveWindows.real(real, n, sum);
    }
    Requantization requantization = (Requantization) convolution.epilogue();
    return place(
        requantization.range(),
        rounded(
            sum * of(requantization.multipliers(), n)
                + (requantization.offsets().length() == 0 ? 0 : of(requantization.offsets(), n)),
            of(requantization.shifts(), n)));
  }

  private static long of(Ints values, int n) {
    return values.get(values.length() == 1 ? 0 : n);
  }

  /** The nearest integer to x / 2^shift, halves up. */
  private static long rounded(long x, long shift) {
    BigDecimal quotient = BigDecimal.valueOf(x).divide(BigDecimal.valueOf(2).pow((int) shift));
    return quotient.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  private static double place(Int8Range range, long steps) {
    return Math.max(range.low(), Math.min(range.high(), steps + range.zeroPoint()));
  }

  static Cube add(Int8Add add, List<Cube> inputs) {
    Cube first = inputs.get(0);
    return Cube.of(
        first.height,
        first.width,
        first.channels,
        (y, x, c) -> {
          long sum = 0;
          for (int i = 0; i < inputs.size(); i++) {
            long steps = (long) inputs.get(i).get(y, x, c) - add.zeroPoints().get(i);
            sum += steps * add.multipliers().get(i);
          }
          return place(add.range(), rounded(sum, add.shift()));
        });
  }

  static Cube averagePool(Int8AveragePool pool, Cube in) {
    Window w = pool.window();
    return Cube.of(
        NaiveWindows.rows(w, in),
        NaiveWindows.columns(w, in),
        in.channels,
        (y, x, c) -> {
          long sum = 0;
          int inside = 0;
          for (int i = 0; i < w.kernelHeight(); i++) {
            for (int j = 0; j < w.kernelWidth(); j++) {
              int row = y * w.strideHeight() + i * w.dilationHeight() - w.padTop();
              int column = x * w.strideWidth() + j * w.dilationWidth() - w.padLeft();
              if (in.contains(row, column)) {
                sum += (long) in.get(row, column, c) - pool.inputZeroPoint();
                inside++;
              }
            }
          }
          int count =
              switch (pool.kind()) {
                case AVERAGE -> w.kernelHeight() * w.kernelWidth();
                case AVERAGE_INSIDE -> Math.max(1, inside);
                default -> 1;
              };
          return place(pool.range(), scaled(sum, (double) pool.scale() / count));
        });
  }

  /** A sum times a factor of 31 binary digits, or of 62 places. */
  private static long scaled(long sum, double factor) {
    if (factor == 0) {
      return 0;
    }
    int shift = 0;
    BigDecimal exact = new BigDecimal(factor);
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal least = two.pow(30);
    while (shift < 62 && exact.multiply(two.pow(shift)).compareTo(least) < 0) {
      shift++;
    }
    BigDecimal multiplier = exact.multiply(two.pow(shift), MathContext.UNLIMITED);
    long whole = multiplier.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    return rounded(sum * whole, shift);
  }

  static boolean takes(Pooling.Kind kind) {
    return kind != Pooling.Kind.MAX && kind != Pooling.Kind.NORM;
  }
}
