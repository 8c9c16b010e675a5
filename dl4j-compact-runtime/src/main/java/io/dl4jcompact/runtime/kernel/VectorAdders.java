package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Carry-save adders of bits that rows have in common with weights, after Harley and Seal.
 *
 * <p>They are written for processors whose logic takes three operands (those with 512-bit vectors),
 * and cost the others nothing. The compiler makes one instruction of o ⊕ (a ∧ w); that is the half
 * sum h, from which the sum s follows likewise. The carry is (o ∨ h) ⊕ (h ∧ s), which is one
 * instruction too; the usual forms would have it compute a ∧ w once more.
 *
 * <p>Rows are added up to vectors of fours, and those apart: one method of all would have more
 * operations than {@link VectorKernels} says.
 */
final class VectorAdders {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final LongVector LONG = VectorKernels.LONG;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = LONGS.length();

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = SignRows.LANES / Long.BYTES;

  /** Bytes of half a word, which a turn of the loop takes. */
  private static final int HALF = Long.BYTES / 2;

  /** Longs of five vectors: those of ones to eights, and of the numbers of sixteens. */
  private static final int LEFT = 5 * WIDTH;

  private static final long PAIRS = 0x5555555555555555L;
  private static final long NIBBLES = 0x3333333333333333L;
  private static final long BYTES = 0x0f0f0f0f0f0f0f0fL;
  private static final long SHORTS = 0x0000ffff0000ffffL;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;

  private VectorAdders() {}

  /** Longs of the state of a row that has so many words: what is left, and vectors of fours. */
  static int state(int words) {
    return LEFT + words * 2 * WIDTH;
  }

  /**
   * Adds up the bits that two rows have in common with the weights: sets each row's state to the
   * vectors of ones and twos that are left, and the two vectors of fours of each word.
   *
   * @param rows the states of two rows; then bytes, each spread over a word
   * @param other where the second state is
   * @param a where the first row starts
   * @param b where the second row starts
   * @param at where their words are from there, in words of bits
   * @param w for each byte of a row, the bytes of all outputs
   * @param lane the first of them, in longs
   */
  static void sum(
      long[] rows, int other, int a, int b, int[] at, int first, int end, long[] w, int lane) {
    LongVector onesA = LONG.broadcast(0);
    LongVector onesB = LONG.broadcast(0);
    LongVector twosA = LONG.broadcast(0);
    LongVector twosB = LONG.broadcast(0);
    for (int k = 2 * first; k < 2 * end; k++) {
      int place = at[k / 2] * Long.BYTES + k % 2 * HALF;
      int i = a + place;
      int j = b + place;
      int n = k * HALF * STRIDE + lane;
      int to = LEFT + (k - 2 * first) * WIDTH;

      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector u = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector half = LONG.broadcast(rows[i]).and(v).lanewise(XOR, onesA);
      LongVector sum = LONG.broadcast(rows[i + 1]).and(u).lanewise(XOR, half);
      LongVector carryA = half.or(onesA).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = LONG.broadcast(rows[j]).and(v).lanewise(XOR, onesB);
      sum = LONG.broadcast(rows[j + 1]).and(u).lanewise(XOR, half);
      LongVector carryB = half.or(onesB).lanewise(XOR, half.and(sum));
      onesB = sum;

      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      half = LONG.broadcast(rows[i + 2]).and(v).lanewise(XOR, onesA);
      sum = LONG.broadcast(rows[i + 3]).and(u).lanewise(XOR, half);
      LongVector nextA = half.or(onesA).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = LONG.broadcast(rows[j + 2]).and(v).lanewise(XOR, onesB);
      sum = LONG.broadcast(rows[j + 3]).and(u).lanewise(XOR, half);
      LongVector nextB = half.or(onesB).lanewise(XOR, half.and(sum));
      onesB = sum;

      half = carryA.lanewise(XOR, nextA);
      carryA.and(nextA).or(half.and(twosA)).intoArray(rows, to);
      twosA = half.lanewise(XOR, twosA);
      half = carryB.lanewise(XOR, nextB);
      carryB.and(nextB).or(half.and(twosB)).intoArray(rows, other + to);
      twosB = half.lanewise(XOR, twosB);
    }
    onesA.intoArray(rows, 0);
    twosA.intoArray(rows, WIDTH);
    onesB.intoArray(rows, other);
    twosB.intoArray(rows, other + WIDTH);
  }

  /** Adds what a row's state says of so many words to the counts from a lane on. */
  static void addTo(int[] counts, int lane, long[] rows, int state, int words) {
    int from = state + LEFT;
    int end = from + words * 2 * WIDTH;
    if (words % 2 != 0) {
      Arrays.fill(rows, end, end + 2 * WIDTH, 0);
      end += 2 * WIDTH;
    }
    fold(rows, state, from, end);
    addBytes(rows, state);
    addInts(rows, state, counts, lane);
  }

  /**
   * Adds up a row's vectors of fours, those of two words at a time: sets its state to the vectors
   * of fours and eights that are left, and the bytes with the numbers of sixteens.
   */
  private static void fold(long[] rows, int state, int from, int end) {
    LongVector zero = LONG.broadcast(0);
    LongVector fours = zero;
    LongVector eights = zero;
    LongVector high = zero;
    for (int k = from; k < end; k += 4 * WIDTH) {
      LongVector a = zero.or(LongVector.fromArray(LONGS, rows, k));
      LongVector b = LongVector.fromArray(LONGS, rows, k + WIDTH);
      LongVector half = a.lanewise(XOR, b);
      LongVector carry = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      a = zero.or(LongVector.fromArray(LONGS, rows, k + 2 * WIDTH));
      b = LongVector.fromArray(LONGS, rows, k + 3 * WIDTH);
      half = a.lanewise(XOR, b);
      LongVector next = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      half = carry.lanewise(XOR, next);
      LongVector bits = carry.and(next).or(half.and(eights));
      eights = half.lanewise(XOR, eights);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      high = bits.add(bits.lanewise(LSHR, 4)).and(BYTES).add(high);
    }
    fours.intoArray(rows, state + 2 * WIDTH);
    eights.intoArray(rows, state + 3 * WIDTH);
    high.intoArray(rows, state + 4 * WIDTH);
  }

  /**
   * Adds up the bits of the four vectors of a row's state that stand for ones to eights, and the
   * bytes of the fifth, which are numbers of sixteens: sets the first two to the sums of the even
   * and of the odd bytes, as 16-bit numbers.
   */
  private static void addBytes(long[] rows, int state) {
    LongVector low = LONG.broadcast(0);
    for (int i = 3; i >= 0; i--) {
      LongVector bits = LONG.broadcast(0).or(LongVector.fromArray(LONGS, rows, state + i * WIDTH));
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = bits.add(bits.lanewise(LSHR, 4)).and(BYTES).add(low).add(low);
    }
    LongVector high = LONG.broadcast(0).or(LongVector.fromArray(LONGS, rows, state + 4 * WIDTH));
    LongVector bytes = LONG.broadcast(EVEN_BYTES);
    high.and(bytes).lanewise(LSHL, 4).add(low.and(bytes)).intoArray(rows, state);
    high = high.lanewise(LSHR, Byte.SIZE);
    low = low.lanewise(LSHR, Byte.SIZE);
    high.and(bytes).lanewise(LSHL, 4).add(low.and(bytes)).intoArray(rows, state + WIDTH);
  }

  /** Adds the 16-bit numbers of the first two vectors of a state to the counts. */
  private static void addInts(long[] rows, int state, int[] counts, int to) {
    for (int i = 0; i < 2; i++, to += PARTS) {
      LongVector sums = LONG.broadcast(0).or(LongVector.fromArray(LONGS, rows, state + i * WIDTH));
      IntVector even = sums.and(SHORTS).reinterpretAsInts();
      IntVector odd = sums.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
      int far = to + 2 * PARTS;
      INT.broadcast(0).add(even).add(IntVector.fromArray(INTS, counts, to)).intoArray(counts, to);
      INT.broadcast(0).add(odd).add(IntVector.fromArray(INTS, counts, far)).intoArray(counts, far);
    }
  }
}
