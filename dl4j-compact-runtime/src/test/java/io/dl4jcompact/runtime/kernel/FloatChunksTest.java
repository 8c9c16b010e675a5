package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloatChunksTest {

  private static int[] starts(FloatChunks chunks) {
    return IntStream.rangeClosed(0, chunks.count()).map(chunks::start).toArray();
  }

  /** Offsets of so many runs of neighbours, each with a gap behind it. */
  private static int[] runs(int count, int length) {
    return IntStream.range(0, count * length).map(i -> i + i / length * 7).toArray();
  }

  @Test
  void longRunsAreChunksOfTheirOwn() {
    FloatChunks chunks = FloatChunks.of(runs(3, 192));
    assertThat(chunks.areDense()).isTrue();
    assertThat(starts(chunks)).containsExactly(0, 192, 384, 576);
  }

  @Test
  void longerRunsAreCut() {
    FloatChunks chunks = FloatChunks.of(runs(1, 513));
    assertThat(chunks.areDense()).isTrue();
    assertThat(starts(chunks)).containsExactly(0, 256, 512, 513);
  }

  @Test
  void runsOf96AreLongEnough() {
    assertThat(FloatChunks.of(runs(3, 96)).areDense()).isTrue();
    assertThat(FloatChunks.of(runs(3, 95)).areDense()).isFalse();
  }

  @Test
  void shortRunsAreNotChunks() {
    FloatChunks chunks = FloatChunks.of(runs(100, 9));
    assertThat(chunks.areDense()).isFalse();
    assertThat(starts(chunks)).containsExactly(0, 256, 512, 768, 900);
  }

  @Test
  void oneShortRunIsDense() {
    assertThat(FloatChunks.of(runs(1, 5)).areDense()).isTrue();
  }
}
