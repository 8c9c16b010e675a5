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
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpCodeTest {

  private static final Origin ORIGIN = new Origin("test", 0);

  static List<Class<?>> operations() {
    return List.of(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationReadsBackAsItWasWritten(Class<?> type) throws ModelFormatException {
    List<Op> samples =
        Stream.of(SampleModels.everyOperation(), SampleModels.int8())
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
  void everyOperationHasOneCode(Class<?> type) {
    assertThat(OpCode.values()).filteredOn(entry -> entry.type() == type).hasSize(1);
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
    assertUnknown("operation 23 is not known, expected 1..22", 23);
    assertUnknown("quantiser 4 is not known", OpCode.QUANTIZE.code(), 4, 1, 0, 0, 0, 0);
    assertUnknown("estimator 5 is not known", OpCode.QUANTIZE.code(), 1, 5);
    assertUnknown("combination 0 is not known, expected 1..5", OpCode.ELEMENTWISE.code(), 0);
    assertUnknown("kind of pixels is 2, expected 0 or 1", OpCode.INPUT.code(), 1, 1, 1, 2);
    assertUnknown("kind of weights is 3", 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 3);
    assertUnknown("kind of epilogue is 9", 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 1, 1, 9);
    assertUnknown("kind of epilogue is 3", 20, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 3);
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
