package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Pooling;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CodesTest {

  @Test
  void everyConstantHasACodeOfItsOwn() throws ModelFormatException {
    assertInverse(Codes.ELEMENTS, ElementType.values());
    assertInverse(Codes.FUNCTIONS, Activation.Function.values());
    assertInverse(Codes.POOLINGS, Pooling.Kind.values());
    assertInverse(Codes.COMBINATIONS, Elementwise.Combination.values());
    assertInverse(Codes.ESTIMATORS, StraightThrough.values());
  }

  @Test
  void codesStayWhatTheyWereIn1_0() throws ModelFormatException {
    assertThat(read(Codes.FUNCTIONS, 10)).isEqualTo(Activation.Function.TANH);
    assertThat(read(Codes.FUNCTIONS, 20)).isEqualTo(Activation.Function.MISH);
    assertThat(read(Codes.ELEMENTS, 3)).isEqualTo(ElementType.BIT_PM1);
    assertThat(read(Codes.POOLINGS, 4)).isEqualTo(Pooling.Kind.NORM);
    assertThat(read(Codes.COMBINATIONS, 2)).isEqualTo(Elementwise.Combination.SUBTRACT);
    assertThat(read(Codes.ESTIMATORS, 3)).isEqualTo(StraightThrough.APPROX_SIGN);
  }

  private static <E extends Enum<E>> void assertInverse(Codes<E> codes, E[] constants)
      throws ModelFormatException {
    for (E constant : constants) {
      ByteSink out = new ByteSink();
      codes.write(constant, out);
      assertThat(read(codes, out.toBytes()[0])).isEqualTo(constant);
    }
  }

  private static <E extends Enum<E>> E read(Codes<E> codes, int code) throws ModelFormatException {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) code});
    return codes.read(new Cursor(new Origin("test", 0), "GRPH", bytes, 0));
  }
}
