package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BitBlocksTest {

  @Property(tries = 200)
  void transposesWhatABitByBitLoopDoes(
      @ForAll @IntRange(min = 1, max = 200) int rows,
      @ForAll @IntRange(min = 1, max = 200) int columns,
      @ForAll @IntRange(min = 0, max = 130) int offset,
      @ForAll @IntRange(min = 0, max = 70) int gap,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long stride = columns + gap;
    long toStride = rows + gap;
    long[] from = new long[BitBlocks.words(offset + rows * stride)];
    for (int i = 0; i < from.length; i++) {
      from[i] = random.nextLong();
    }
    long[] to = new long[BitBlocks.words(offset + columns * toStride)];

    BitBlocks.transpose(from, offset, stride, rows, columns, to, offset, toStride);

    int ones = 0;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int bit = bit(from, offset + r * stride + c);
        assertThat(bit(to, offset + c * toStride + r)).isEqualTo(bit);
        ones += bit;
      }
    }
    int written = 0;
    for (long word : to) {
      written += Long.bitCount(word);
    }
    assertThat(written).as("no bit elsewhere").isEqualTo(ones);
  }

  private static int bit(long[] words, long index) {
    return (int) (words[(int) (index / 64)] >>> (index % 64)) & 1;
  }

  @Property(tries = 200)
  void readsAcrossWords(
      @ForAll @IntRange(min = 0, max = 127) int index,
      @ForAll @IntRange(min = 1, max = 64) int count,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] words = {random.nextLong(), random.nextLong(), random.nextLong()};
    long expected = 0;
    for (int i = 0; i < count; i++) {
      expected |= (long) bit(words, index + i) << i;
    }
    assertThat(BitBlocks.read(words, index, count)).isEqualTo(expected);
  }
}
