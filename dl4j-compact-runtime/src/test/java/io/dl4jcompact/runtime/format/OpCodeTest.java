package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpCodeTest {

  private static final Origin ORIGIN = new Origin("test", 0);

  /** A convolution of a 1x1 window with one output, up to its weights; and of 1x3. */
  private static final int[] CONVOLUTION_OF_ONE = {2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1};

  private static final int[] CONVOLUTION_OF_THREE = {2, 1, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1};

  static List<Class<?>> operations() {
    return List.of(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationReadsBackAsItWasWritten(Class<?> type) throws ModelFormatException {
    List<Op> samples =
        Stream.of(
                SampleModels.everyOperation(),
                SampleModels.int8(),
                SampleModels.sparse(),
                SampleModels.sparseInt8())
            .flatMap(model -> model.graph().nodes().stream())
            .map(Node::op)
            .filter(type::isInstance)
            .toList();

    assertThat(samples).as("samples of " + type).isNotEmpty();
    for (Op sample : samples) {
      assertThat(roundTrip(sample)).isEqualTo(sample);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationHasOneCodeOrOneMoreForSparseWeights(Class<?> type) {
    assertThat(OpCode.values())
        .filteredOn(entry -> entry.type() == type)
        .hasSize(type == Int8Convolution.class ? 2 : 1);
  }

  @Test
  void codesAreDistinctAndRunFromOne() {
    Set<Integer> codes =
        Arrays.stream(OpCode.values()).map(OpCode::code).collect(Collectors.toSet());

    assertThat(codes).hasSize(OpCode.values().length);
    assertThat(codes).allMatch(code -> code >= 1 && code <= OpCode.values().length);
  }

  @ParameterizedTest
  @MethodSource("quantizers")
  void everyQuantizerReadsBackAsItWasWritten(OneBitQuantizer quantizer)
      throws ModelFormatException {
    assertThat(roundTrip(new Quantize(quantizer))).isEqualTo(new Quantize(quantizer));
  }

  static List<OneBitQuantizer> quantizers() {
    return List.of(
        new StepQuantizer(-0f, StraightThrough.IDENTITY),
        new StepQuantizer(Float.MIN_VALUE, StraightThrough.APPROX_SIGN),
        new StochasticStepQuantizer(StraightThrough.SWISH_SIGN),
        new SignQuantizer(3.25f, StraightThrough.CLIPPED));
  }

  @Test
  void thereIsASampleOfEveryQuantizer() {
    assertThat(quantizers().stream().map(Object::getClass).distinct())
        .hasSize(OneBitQuantizer.class.getPermittedSubclasses().length);
  }

  @Test
  void aValueThatAnOperationRefusesIsAFormatError() {
    byte[] upsampleByZero = {(byte) OpCode.UPSAMPLE.code(), 0, 1};

    assertThatThrownBy(() -> OpCode.read(reader(upsampleByZero)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "test, section GRPH, byte 3: factors must be at least 1, got 0x1; export it again");
  }

  @Test
  void unknownCodesAreNamed() {
    assertUnknown("operation 24 is not known, expected 1..23", 24);
    assertUnknown("quantiser 4 is not known", OpCode.QUANTIZE.code(), 4, 1, 0, 0, 0, 0);
    assertUnknown("estimator 5 is not known", OpCode.QUANTIZE.code(), 1, 5);
    assertUnknown("combination 0 is not known, expected 1..5", OpCode.ELEMENTWISE.code(), 0);
    assertUnknown("kind of pixels is 2, expected 0 or 1", OpCode.INPUT.code(), 1, 1, 1, 2);
    assertUnknown("kind of weights is 4, expected 1..3", CONVOLUTION_OF_ONE, 4);
    assertUnknown(
        "kind of weights is 3, expected 1..3", CONVOLUTION_OF_ONE, 3, 2, 1, 0, 0, 0, 0, 3);
    assertUnknown("form of mask is 3, expected 1 or 2", CONVOLUTION_OF_ONE, 3, 3);
    assertUnknown("kind of epilogue is 9", 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 9);
    assertUnknown("kind of epilogue is 4", 20, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 4);
    assertUnknown("width of limits is 3", 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 2, 2, 3);
  }

  @Test
  void aStochasticStepHasItsOwnThreshold() {
    byte[] other = {(byte) OpCode.QUANTIZE.code(), 2, 1, 0, 0, 0, 0};

    assertThatThrownBy(() -> OpCode.read(reader(other)))
        .hasMessageContaining("a stochastic step has threshold 0.5, found 0.0");
  }

  @Test
  void whatCouldBeShorterIsRefused() {
    int[] twoBytesALimit = {2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 2, 2, 2, 1, 5, 0, 0};
    int[] flipsOfZero = {2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 2, 2, 1, 1, 5, 1, 0};
    int[] shortest = {2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 2, 2, 1, 1, 5, 0};

    assertUnknown("limits take 2 bytes each, 1 would hold them all", twoBytesALimit);
    assertUnknown("flips are all 0, which is written as none", flipsOfZero);
    assertThatCode(() -> OpCode.read(reader(toBytes(shortest)))).doesNotThrowAnyException();
  }

  @Test
  void masksThatAreNotInTheirShortestFormAreRefused() {
    // Three weights of which the first is connected: a gap of 0, then a code of one bit.
    int[] shortest = {3, 2, 3, 0, 1, 0, 1, 0};
    int[] gaps = {3, 2, 3, 0, 0, 0, 3, 1};
    int[] lowBits = {3, 2, 3, 0, 1, 1, 2, 0};
    int[] bitmap = {3, 1, 3, 1};

    assertRead(CONVOLUTION_OF_THREE, shortest, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0);
    String message = "the mask is not written in its shortest form";
    assertUnknown(message, CONVOLUTION_OF_THREE, gaps);
    assertUnknown(message, CONVOLUTION_OF_THREE, lowBits);
    assertUnknown("written as a bitmap, gaps would be shorter", CONVOLUTION_OF_THREE, bitmap);
  }

  @Test
  void masksOutOfRangeAreRefused() {
    assertUnknown(
        "blocks of 2^1 do not divide 3 positions", CONVOLUTION_OF_THREE, 3, 2, 3, 1, 1, 0, 1, 0);
    assertUnknown(
        "blocks of 2^40 do not divide 3 positions", CONVOLUTION_OF_THREE, 3, 2, 3, 40, 1, 0, 1, 0);
    assertUnknown(
        "kind and low bits of gaps are 2 and 0, expected 0..1, 0..30",
        CONVOLUTION_OF_THREE,
        3,
        2,
        3,
        0,
        2,
        0,
        1,
        0);
    assertUnknown(
        "kind and low bits of gaps are 1 and 31, expected 0..1, 0..30",
        CONVOLUTION_OF_THREE,
        3,
        2,
        3,
        0,
        1,
        31,
        1,
        0);
    assertUnknown(
        "masks have more than 268435456 positions, the limit for all of a file",
        CONVOLUTION_OF_THREE,
        3,
        2,
        0x81,
        0x80,
        0x80,
        0x80,
        1,
        0,
        1,
        0,
        0);
  }

  /** A window of 1x1 and one output, 100 inputs: 99 gaps, then one weight. */
  @Test
  void sparseIntegersThatAreNotWrittenAsTheyShouldBeAreRefused() {
    int[] start = {23, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0};
    int[] ofTen = {2, 10, 0, 1, 0, 1, 0};
    int[] ofHundred = {2, 100, 2, 1, 0, 1, 0};
    int[] end = {0, 1, 0, 0, 1, 0, 0, 0, 0};

    assertUnknown("all of them would be shorter: 1 of 10 connected", start, ints(ofTen, 1, 5, 0));
    assertUnknown(
        "expected 4 weights that are not 0 for 4 of 100 connected, got 3 of 4",
        start,
        ints(ofHundred, 4, 5, 0, 1, 2));
    assertUnknown(
        "expected 4 weights that are not 0 for 4 of 100 connected, got 3 of 3",
        start,
        ints(ofHundred, 3, 5, 1, 2));
    assertThatCode(
            () ->
                OpCode.read(
                    reader(
                        toBytes(
                            ints(start, ints(ofHundred, ints(new int[] {4, 1, 2, 3, 4}, end)))))))
        .doesNotThrowAnyException();
  }

  private static int[] ints(int[] first, int... rest) {
    return IntStream.concat(IntStream.of(first), IntStream.of(rest)).toArray();
  }

  private static void assertRead(int[] start, int[] mask, int... values) {
    int[] record = Stream.of(start, mask, values).flatMapToInt(IntStream::of).toArray();
    assertThatCode(() -> OpCode.read(reader(toBytes(record)))).doesNotThrowAnyException();
  }

  private static void assertUnknown(String message, int[] start, int... rest) {
    assertUnknown(message, IntStream.concat(IntStream.of(start), IntStream.of(rest)).toArray());
  }

  private static void assertUnknown(String message, int... record) {
    assertThatThrownBy(() -> OpCode.read(reader(toBytes(record))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static byte[] toBytes(int... record) {
    byte[] bytes = new byte[record.length];
    for (int i = 0; i < record.length; i++) {
      bytes[i] = (byte) record[i];
    }
    return bytes;
  }

  private static OpReader reader(byte[] record) {
    Cursor none = new Cursor(ORIGIN, "TENS", ByteBuffer.allocate(0), 0);
    return new OpReader(new Cursor(ORIGIN, "GRPH", ByteBuffer.wrap(record), 0), none);
  }

  private static Op roundTrip(Op op) throws ModelFormatException {
    OpWriter to = new OpWriter(new ByteSink(), new TensorSink());
    OpCode.write(op, to);
    ByteBuffer tensors = ByteBuffer.allocate(to.tensors().size()).order(ByteOrder.LITTLE_ENDIAN);
    to.tensors().forEach(tensors::put);
    Cursor record = new Cursor(ORIGIN, "GRPH", ByteBuffer.wrap(to.out().toBytes()), 0);
    Cursor arrays = new Cursor(ORIGIN, "TENS", tensors.flip(), 0);
    Op found = OpCode.read(new OpReader(record, arrays));
    record.requireEnd();
    arrays.requireEnd();
    return found;
  }
}
