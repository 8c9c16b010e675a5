package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Carry-save adders of bits that a row has in common with weights, after Harley and Seal.
 *
 * <p>They are written for processors whose logic takes three operands (those with 512-bit vectors),
 * and cost the others nothing. The compiler makes one instruction of o ⊕ (a ∧ w); that is the half
 * sum h, from which the sum s follows likewise. The carry is (o ∨ h) ⊕ (h ∧ s), which is one
 * instruction too; the usual forms would have it compute a ∧ w once more.
 */
final class VectorAdders {

  /**
   * The most words of a row at a time. Of a bit, every second four is an eight, of which a word
   * gives eight bytes of one bit or less: 31 · 8 fits a byte.
   */
  static final int MOST_WORDS = 31;

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final LongVector LONG = VectorKernels.LONG;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = LONGS.length();

  /**
   * Longs of the state of a row: the vectors of ones, twos and fours, and the numbers of eights.
   */
  static final int STATE = 4 * WIDTH;

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = SignRows.LANES / Long.BYTES;

  /** Bytes of half a word, which a turn of the loop takes. */
  private static final int HALF = Long.BYTES / 2;

  private static final long PAIRS = 0x5555555555555555L;
  private static final long NIBBLES = 0x3333333333333333L;
  private static final long BYTES = 0x0f0f0f0f0f0f0f0fL;
  private static final long SHORTS = 0x0000ffff0000ffffL;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;

  /** What makes counts of a state, one after the other; see {@link VectorKernels} on interfaces. */
  private static final Pass[] PASSES = {
    VectorAdders::addBits, VectorAdders::addBytes, VectorAdders::addShorts
  };

  /** Takes the state of a row at the start of rows, and may add to the counts from a lane on. */
  private interface Pass {
    void run(long[] rows, int[] counts, int lane);
  }

  private VectorAdders() {}

  /**
   * Adds the bits that a row has in common with weights to the counts.
   *
   * @param rows a state, and the row's bytes, each spread over a word
   * @param row where the row starts
   * @param at where its words are from there, in words of bits
   * @param first the first of them
   * @param end one past the last, at most {@link #MOST_WORDS} further
   * @param w for each byte of a row, the bytes of all outputs
   * @param lane the first of the outputs that a vector has bytes of
   */
  static void add(
      long[] rows, int row, int[] at, int first, int end, long[] w, int lane, int[] counts) {
    count(rows, row, at, first, end, w, lane / Long.BYTES);
    for (Pass pass : PASSES) {
      pass.run(rows, counts, lane);
    }
  }

  /** Sets the state. */
  private static void count(
      long[] rows, int row, int[] at, int first, int end, long[] w, int column) {
    LongVector pairs = LONG.broadcast(PAIRS);
    LongVector nibbles = LONG.broadcast(NIBBLES);
    LongVector bytes = LONG.broadcast(BYTES);
    LongVector zero = LONG.broadcast(0);
    LongVector ones = zero;
    LongVector twos = zero;
    LongVector fours = zero;
    LongVector eights = zero;
    for (int k = 2 * first; k < 2 * end; k++) {
      int i = row + at[k >> 1] * Long.BYTES + (k & 1) * HALF;
      int n = k * HALF * STRIDE + column;
      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector half = LONG.broadcast(rows[i]).and(v).lanewise(XOR, ones);
      v = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector sum = LONG.broadcast(rows[i + 1]).and(v).lanewise(XOR, half);
      LongVector carry = half.or(ones).lanewise(XOR, half.and(sum));
      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      half = LONG.broadcast(rows[i + 2]).and(v).lanewise(XOR, sum);
      v = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      ones = LONG.broadcast(rows[i + 3]).and(v).lanewise(XOR, half);
      LongVector next = half.or(sum).lanewise(XOR, half.and(ones));
      half = carry.lanewise(XOR, next);
      LongVector four = carry.and(next).or(half.and(twos));
      twos = half.lanewise(XOR, twos);
      LongVector bits = four.and(fours);
      fours = four.lanewise(XOR, fours);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(pairs));
      bits = bits.and(nibbles).add(bits.lanewise(LSHR, 2).and(nibbles));
      eights = bits.add(bits.lanewise(LSHR, 4)).and(bytes).add(eights);
    }
    ones.intoArray(rows, 0);
    twos.intoArray(rows, WIDTH);
    fours.intoArray(rows, 2 * WIDTH);
    eights.intoArray(rows, 3 * WIDTH);
  }

  /**
   * Sets the first vector to the numbers of the bits of the first three, by what they stand for.
   */
  private static void addBits(long[] rows, int[] counts, int lane) {
    LongVector zero = LONG.broadcast(0);
    LongVector low = zero;
    for (int i = 2; i >= 0; i--) {
      LongVector bits = zero.or(LongVector.fromArray(LONGS, rows, i * WIDTH));
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = bits.add(bits.lanewise(LSHR, 4)).and(BYTES).add(low).add(low);
    }
    low.intoArray(rows, 0);
  }

  /** Sets the first two vectors to the sums of the even and the odd bytes, 16 bits each. */
  private static void addBytes(long[] rows, int[] counts, int lane) {
    LongVector even = LONG.broadcast(EVEN_BYTES);
    LongVector low = LongVector.fromArray(LONGS, rows, 0);
    LongVector eights = LongVector.fromArray(LONGS, rows, 3 * WIDTH);
    even.and(eights).lanewise(LSHL, 3).add(even.and(low)).intoArray(rows, 0);
    LongVector zero = LONG.broadcast(0);
    eights = zero.or(eights).lanewise(LSHR, Byte.SIZE);
    low = zero.or(low).lanewise(LSHR, Byte.SIZE);
    even.and(eights).lanewise(LSHL, 3).add(even.and(low)).intoArray(rows, WIDTH);
  }

  /** Adds the 16-bit numbers of the first two vectors to the counts. */
  private static void addShorts(long[] rows, int[] counts, int lane) {
    for (int i = 0; i < 2; i++) {
      LongVector sums = LONG.broadcast(0).or(LongVector.fromArray(LONGS, rows, i * WIDTH));
      IntVector low = sums.and(SHORTS).reinterpretAsInts();
      IntVector high = sums.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
      int to = lane + i * PARTS;
      int far = to + 2 * PARTS;
      INT.broadcast(0).add(low).add(IntVector.fromArray(INTS, counts, to)).intoArray(counts, to);
      INT.broadcast(0).add(high).add(IntVector.fromArray(INTS, counts, far)).intoArray(counts, far);
    }
  }
}
