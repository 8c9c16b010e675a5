package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Operands as bytes, each spread over a word, which vectors are filled from in one instruction.
 *
 * <p>The working space has some words at its start that the product keeps what it counts in.
 */
final class VectorByteOperands implements BitOperands {

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final long BYTE = 0xff;

  /** Where the bytes of a word are. */
  private static final long[] PLACES = new long[Long.BYTES];

  static {
    for (int i = 0; i < Long.BYTES; i++) {
      PLACES[i] = (long) i * Byte.SIZE;
    }
  }

  private final int state;

  /**
   * @param state words of the product
   */
  VectorByteOperands(int state) {
    this.state = state;
  }

  @Override
  public int words(int count) {
    return Math.addExact(state, Math.multiplyExact(Long.BYTES, count));
  }

  @Override
  public int ints(int count) {
    return 0;
  }

  @Override
  public void load(long[] source, int from, int count, Memory memory, int to) {
    for (int i = 0; i < Long.BYTES; i += LONGS.length()) {
      spread(source, from, count, memory.scratchWords(), state + to * Long.BYTES + i, i);
    }
  }

  private static void spread(
      long[] source, int from, int count, long[] target, int to, int firstByte) {
    LongVector places = LongVector.fromArray(LONGS, PLACES, firstByte);
    for (int i = 0; i < count; i++) {
      LongVector bytes = VectorKernels.LONG.broadcast(source[from + i]);
      bytes = bytes.lanewise(LSHR, places).and(BYTE);
      bytes = bytes.or(bytes.lanewise(LSHL, Byte.SIZE));
      bytes = bytes.or(bytes.lanewise(LSHL, Short.SIZE));
      bytes = bytes.or(bytes.lanewise(LSHL, Integer.SIZE));
      bytes.intoArray(target, to + i * Long.BYTES);
    }
  }

  @Override
  public void clear(Memory memory, int to, int count) {
    int from = state + to * Long.BYTES;
    Arrays.fill(memory.scratchWords(), from, from + count * Long.BYTES, 0);
  }
}
