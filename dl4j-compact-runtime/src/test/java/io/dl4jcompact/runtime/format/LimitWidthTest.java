package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Ints;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitWidthTest {

  @ParameterizedTest
  @CsvSource({
    "INT8, -127, 126",
    "INT16, -128, 0",
    "INT16, 0, 127",
    "INT16, -32767, 32766",
    "INT32, -32768, 0",
    "INT32, 0, 32767",
    "INT32, -2147483647, 2147483646",
    "INT8, -2147483648, 2147483647",
  })
  void theNarrowestThatLeavesRoomForAlwaysAndNeverIsChosen(LimitWidth width, int low, int high) {
    assertThat(LimitWidth.fitting(Ints.of(low, high))).isEqualTo(width);
  }

  @Test
  void limitsAndSentinelsReadBackAsWritten() {
    Ints small = Ints.of(-127, -1, 0, 126, Integer.MIN_VALUE, Integer.MAX_VALUE);
    Ints medium = Ints.of(-32767, -128, 127, 32766, Integer.MIN_VALUE, Integer.MAX_VALUE);
    Ints large =
        Ints.of(-32768, 32767, Integer.MIN_VALUE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    for (Ints limits : new Ints[] {small, medium, large}) {
      LimitWidth width = LimitWidth.fitting(limits);
      ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < limits.length(); i++) {
        width.put(buffer, limits.get(i));
      }
      buffer.flip();
      assertThat(buffer.remaining()).isEqualTo(limits.length() * width.bytes());
      for (int i = 0; i < limits.length(); i++) {
        assertThat(width.get(buffer)).isEqualTo(limits.get(i));
      }
    }
  }

  @Test
  void sentinelsAreTheEndsOfTheWidth() {
    ByteBuffer buffer = ByteBuffer.allocate(2);
    LimitWidth.INT8.put(buffer, Integer.MIN_VALUE);
    LimitWidth.INT8.put(buffer, Integer.MAX_VALUE);

    assertThat(buffer.array()).containsExactly(-128, 127);
  }
}
