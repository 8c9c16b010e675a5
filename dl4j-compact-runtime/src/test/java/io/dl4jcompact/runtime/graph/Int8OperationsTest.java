package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What operations of 8-bit integers take, and what they refuse. */
class Int8OperationsTest {

  private static final TensorType INTEGERS = TensorType.vector(4).with(ElementType.INT8);
  private static final Int8Range RANGE = new Int8Range(0, -128, 127);
  private static final Requantization HALF = Requantization.of(new double[] {0.5}, RANGE);
  private static final Window POINT = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);

  private static Int8Convolution dense(int zeroPoint, byte[] weights, int... bias) {
    return new Int8Convolution(
        POINT, 2, 1, zeroPoint, Bytes.of(weights), Ints.of(bias), Epilogue.Real.NONE);
  }

  @Test
  void convolutionsGiveFloatsOrIntegers() {
    Int8Convolution dense = dense(0, new byte[8]);

    assertThat(dense.outputType(List.of(INTEGERS))).isEqualTo(TensorType.vector(2));
    assertThat(dense.with(HALF).outputType(List.of(INTEGERS)))
        .isEqualTo(TensorType.vector(2).with(ElementType.INT8));
    assertThat(dense.multiplyAdds(INTEGERS)).isEqualTo(8);
  }

  @Test
  void convolutionsRefuseWhatDoesNotFit() {
    byte[] eight = new byte[8];
    refused("expected an INT8 input", () -> type(dense(0, eight), TensorType.vector(4)));
    refused("expected 10 weights", () -> type(dense(0, eight), INTEGERS.withChannels(5)));
    refused("bias has 1 values, expected 0 or 2", () -> dense(0, eight, 7));
    refused("7 weights do not divide by 2 outputs", () -> dense(0, new byte[7]));
    refused("zero point of the input must be in [-128, 127]", () -> dense(128, eight));
    refused(
        "multipliers has 3 values, expected 0, 1 or 2",
        () -> dense(0, eight).with(Requantization.of(new double[3], RANGE)));
    refused(
        "groups must be at least 1 and divide the 2 outputs",
        () -> new Int8Convolution(POINT, 2, 3, 0, Bytes.of(eight), Ints.of(), Epilogue.Real.NONE));
    refused(
        "outputs must be at least 1",
        () -> new Int8Convolution(POINT, 0, 1, 0, Bytes.of(), Ints.of(), Epilogue.Real.NONE));
  }

  /** Weights of 127 and inputs that are up to 255 from the zero point: 32385 a product. */
  @Test
  void sumsThatCouldOverflowAreRefused() {
    byte[] weights = new byte[2 * 66_311];
    Arrays.fill(weights, (byte) 127);

    refused("sums of output 0 could be up to 2147514503", () -> dense(-128, weights, 1 << 15, 0));
    assertThatCode(() -> dense(-128, weights)).doesNotThrowAnyException();
    assertThatCode(() -> dense(0, weights, 0, 1 << 29)).doesNotThrowAnyException();
    refused(
        "sums of output 1 could be up to 2147483648",
        () -> dense(0, new byte[8], 0, Integer.MIN_VALUE));
    weights[0] = -128;
    assertThatCode(() -> dense(127, weights)).doesNotThrowAnyException();
  }

  @Test
  void additionsTakeAsManyInputsAsTheyHaveFactors() {
    Int8Add add = Int8Add.of(new int[] {3, -5}, new double[] {0.5, 0.25}, RANGE);

    assertThat(add.outputType(List.of(INTEGERS, INTEGERS))).isEqualTo(INTEGERS);
    assertThat(add.multipliers()).isEqualTo(Ints.of(1 << 30, 1 << 29));
    assertThat(add.shift()).isEqualTo(31);
    refused("expected 2 inputs, got 1", () -> add.outputType(List.of(INTEGERS)));
    refused("inputs differ", () -> add.outputType(List.of(INTEGERS, INTEGERS.withChannels(5))));
    refused(
        "expected an INT8 input",
        () -> type(Int8Add.of(new int[1], new double[1], RANGE), TensorType.vector(1)));
    refused(
        "zero point must be in [-128, 127], got 200",
        () -> Int8Add.of(new int[] {200}, new double[] {1}, RANGE));
    refused(
        "expected as many multipliers as zero points",
        () -> Int8Add.of(new int[] {1}, new double[] {1, 2}, RANGE));
    refused("at least one", () -> new Int8Add(Bytes.of(), Ints.of(), 1, RANGE));
  }

  @Test
  void averagesAreOfThreeKinds() {
    Window two = new Window(1, 2, 1, 1, 1, 1, 0, 0, 1, 0);
    Int8AveragePool inside = new Int8AveragePool(two, Pooling.Kind.AVERAGE_INSIDE, 0, 0.5f, RANGE);

    assertThat(type(inside, INTEGERS)).isEqualTo(INTEGERS);
    assertThat(inside.factor(1)).isEqualTo(FixedPoint.of(0.5));
    assertThat(inside.factor(2)).isEqualTo(FixedPoint.of(0.25));
    assertThat(inside.factor(0)).isEqualTo(FixedPoint.of(0.5));
    assertThat(new Int8AveragePool(two, Pooling.Kind.AVERAGE, 0, 0.5f, RANGE).factor(1))
        .isEqualTo(FixedPoint.of(0.25));
    assertThat(new Int8AveragePool(two, Pooling.Kind.SUM, 0, 0.5f, RANGE).factor(2))
        .isEqualTo(FixedPoint.of(0.5));
    refused("not averaged by MAX", () -> new Int8AveragePool(two, Pooling.Kind.MAX, 0, 1, RANGE));
    refused(
        "at least 0 and below 2^30",
        () -> new Int8AveragePool(two, Pooling.Kind.SUM, 0, -1, RANGE));
    Window huge = new Window(1 << 12, 1 << 12, 1, 1, 1, 1, 0, 0, 0, 0);
    refused("more than 2^23 taps", () -> new Int8AveragePool(huge, Pooling.Kind.SUM, 0, 1, RANGE));
  }

  @Test
  void quantisersMustBeSigned() {
    AffineQuantizer unsigned = AffineQuantizer.asymmetric(8, -1, 1);

    refused("take the signed form of affine(", () -> new QuantizeInt8(unsigned));
    refused("take the signed form of affine(", () -> new DequantizeInt8(unsigned));
    assertThat(type(new QuantizeInt8(unsigned.signed()), TensorType.vector(4))).isEqualTo(INTEGERS);
    assertThat(type(new DequantizeInt8(unsigned.signed()), INTEGERS))
        .isEqualTo(TensorType.vector(4));
    refused(
        "expected an INT8 input",
        () -> type(new DequantizeInt8(unsigned.signed()), TensorType.vector(4)));
    refused("expected a FLOAT input", () -> type(new QuantizeInt8(unsigned.signed()), INTEGERS));
  }

  @Test
  void whatOnlyMovesElementsTakesIntegersToo() {
    TensorType map = new TensorType(ElementType.INT8, 2, 3, 4);

    assertThat(type(new Flatten(), map)).isEqualTo(TensorType.vector(24).with(ElementType.INT8));
    assertThat(type(new Unflatten(2, 1, 2), INTEGERS).element()).isEqualTo(ElementType.INT8);
    assertThat(type(new GlobalPool(Pooling.MAX), map)).isEqualTo(INTEGERS);
    assertThat(new Concat().outputType(List.of(map, map)))
        .isEqualTo(new TensorType(ElementType.INT8, 2, 3, 8));
    refused(
        "elements differ",
        () -> new Concat().outputType(List.of(map, map.with(ElementType.FLOAT))));
    refused("expected a FLOAT input", () -> type(new GlobalPool(Pooling.AVERAGE), map));
    refused("expected a FLOAT input", () -> type(new ZeroPad(1, 1, 1, 1), map));
    refused(
        "expected a FLOAT or INT8 input", () -> type(new Flatten(), map.with(ElementType.BIT_01)));
    refused(
        "a threshold gives bits, not INT8",
        () -> new ChannelThreshold(Floats.of(1), Bits.zeros(1), ElementType.INT8));
  }

  @Test
  void rangesRiseWithinAByte() {
    assertThat(new Int8Range(5, -3, 7).place(-100)).isEqualTo((byte) -3);
    assertThat(new Int8Range(5, -3, 7).place(1)).isEqualTo((byte) 6);
    assertThat(new Int8Range(5, -3, 7).place(1L << 40)).isEqualTo((byte) 7);
    refused("low and high must rise", () -> new Int8Range(0, 1, 0));
    refused("low and high must rise", () -> new Int8Range(0, -129, 0));
    refused("low and high must rise", () -> new Int8Range(0, 0, 128));
    refused("zero point must be in [-128, 127], got 128", () -> new Int8Range(128, 0, 1));
    refused("at least one, got 0 and 0", () -> new Requantization(Ints.of(), Ints.of(), RANGE));
    refused("got 1 and 2", () -> new Requantization(Ints.of(1, 1), Ints.of(1), RANGE));
    refused(
        "no offsets, or as many as multipliers, got 2 and 1",
        () -> new Requantization(Ints.of(1), Ints.of(1), Ints.of(0, 0), RANGE));
  }

  @Test
  void offsetsMoveWhatIsRounded() {
    Int8Range all = new Int8Range(0, -128, 127);
    Requantization quarter = new Requantization(Ints.of(2), Ints.of(3), Ints.of(1), all);

    // 2 · sum + 1 in eighths: 3, 5, -3, -5
    assertThat(quarter.apply(0, 1)).isEqualTo((byte) 0);
    assertThat(quarter.apply(0, 2)).isEqualTo((byte) 1);
    assertThat(quarter.apply(0, -2)).isEqualTo((byte) 0);
    assertThat(quarter.apply(0, -3)).isEqualTo((byte) -1);
  }

  private static TensorType type(Op op, TensorType input) {
    return op.outputType(List.of(input));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
