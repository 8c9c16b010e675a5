package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Carry-save adders by logic of two operands.
 *
 * <p>Of b and c that are added to o, the half sum b ⊕ c comes first, so that the chain from o to
 * its next value is one operation long.
 */
final class VectorAdders {

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final int WIDTH = VectorKernels.INTS.length();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = SignRows.LANES / Long.BYTES;

  private static final long PAIRS = 0x5555555555555555L;
  private static final long NIBBLES = 0x3333333333333333L;
  private static final long BYTES = 0x0f0f0f0f0f0f0f0fL;

  private VectorAdders() {}

  /**
   * Counts common bits with two rows: sets the state to the vectors of ones, twos and fours that
   * are left, and the bytes with the numbers of eights, of one row and then of the other.
   *
   * @param rows bytes, each spread over a word
   * @param a where the first row starts, in words of bits
   * @param b where the second row starts
   * @param at where their words are from there
   * @param w for each byte of a row, the bytes of all outputs
   * @param lane the first output
   */
  static void count(
      long[] rows, int a, int b, int[] at, int first, int end, long[] w, int lane, int[] state) {
    LongVector onesA = LongVector.zero(LONGS);
    LongVector twosA = LongVector.zero(LONGS);
    LongVector foursA = LongVector.zero(LONGS);
    LongVector eightsA = LongVector.zero(LONGS);
    LongVector onesB = LongVector.zero(LONGS);
    LongVector twosB = LongVector.zero(LONGS);
    LongVector foursB = LongVector.zero(LONGS);
    LongVector eightsB = LongVector.zero(LONGS);
    for (int k = first; k < end; k++) {
      int i = (a + at[k]) * Long.BYTES;
      int j = (b + at[k]) * Long.BYTES;
      int n = k * Long.BYTES * STRIDE + lane / Long.BYTES;
      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector u = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector cA = v.and(LongVector.broadcast(LONGS, rows[i]));
      LongVector dA = u.and(LongVector.broadcast(LONGS, rows[i + 1]));
      LongVector halfA = cA.lanewise(XOR, dA);
      LongVector carry0A = cA.and(dA).or(halfA.and(onesA));
      onesA = halfA.lanewise(XOR, onesA);
      LongVector cB = v.and(LongVector.broadcast(LONGS, rows[j]));
      LongVector dB = u.and(LongVector.broadcast(LONGS, rows[j + 1]));
      LongVector halfB = cB.lanewise(XOR, dB);
      LongVector carry0B = cB.and(dB).or(halfB.and(onesB));
      onesB = halfB.lanewise(XOR, onesB);
      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      cA = v.and(LongVector.broadcast(LONGS, rows[i + 2]));
      dA = u.and(LongVector.broadcast(LONGS, rows[i + 3]));
      halfA = cA.lanewise(XOR, dA);
      LongVector carry1A = cA.and(dA).or(halfA.and(onesA));
      onesA = halfA.lanewise(XOR, onesA);
      cB = v.and(LongVector.broadcast(LONGS, rows[j + 2]));
      dB = u.and(LongVector.broadcast(LONGS, rows[j + 3]));
      halfB = cB.lanewise(XOR, dB);
      LongVector carry1B = cB.and(dB).or(halfB.and(onesB));
      onesB = halfB.lanewise(XOR, onesB);
      halfA = carry0A.lanewise(XOR, carry1A);
      LongVector twice0A = carry0A.and(carry1A).or(halfA.and(twosA));
      twosA = halfA.lanewise(XOR, twosA);
      halfB = carry0B.lanewise(XOR, carry1B);
      LongVector twice0B = carry0B.and(carry1B).or(halfB.and(twosB));
      twosB = halfB.lanewise(XOR, twosB);
      v = LongVector.fromArray(LONGS, w, n + 4 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 5 * STRIDE);
      cA = v.and(LongVector.broadcast(LONGS, rows[i + 4]));
      dA = u.and(LongVector.broadcast(LONGS, rows[i + 5]));
      halfA = cA.lanewise(XOR, dA);
      LongVector carry2A = cA.and(dA).or(halfA.and(onesA));
      onesA = halfA.lanewise(XOR, onesA);
      cB = v.and(LongVector.broadcast(LONGS, rows[j + 4]));
      dB = u.and(LongVector.broadcast(LONGS, rows[j + 5]));
      halfB = cB.lanewise(XOR, dB);
      LongVector carry2B = cB.and(dB).or(halfB.and(onesB));
      onesB = halfB.lanewise(XOR, onesB);
      v = LongVector.fromArray(LONGS, w, n + 6 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 7 * STRIDE);
      cA = v.and(LongVector.broadcast(LONGS, rows[i + 6]));
      dA = u.and(LongVector.broadcast(LONGS, rows[i + 7]));
      halfA = cA.lanewise(XOR, dA);
      LongVector carry3A = cA.and(dA).or(halfA.and(onesA));
      onesA = halfA.lanewise(XOR, onesA);
      cB = v.and(LongVector.broadcast(LONGS, rows[j + 6]));
      dB = u.and(LongVector.broadcast(LONGS, rows[j + 7]));
      halfB = cB.lanewise(XOR, dB);
      LongVector carry3B = cB.and(dB).or(halfB.and(onesB));
      onesB = halfB.lanewise(XOR, onesB);
      halfA = carry2A.lanewise(XOR, carry3A);
      LongVector twice1A = carry2A.and(carry3A).or(halfA.and(twosA));
      twosA = halfA.lanewise(XOR, twosA);
      halfB = carry2B.lanewise(XOR, carry3B);
      LongVector twice1B = carry2B.and(carry3B).or(halfB.and(twosB));
      twosB = halfB.lanewise(XOR, twosB);
      halfA = twice0A.lanewise(XOR, twice1A);
      LongVector bitsA = twice0A.and(twice1A).or(halfA.and(foursA));
      foursA = halfA.lanewise(XOR, foursA);
      halfB = twice0B.lanewise(XOR, twice1B);
      LongVector bitsB = twice0B.and(twice1B).or(halfB.and(foursB));
      foursB = halfB.lanewise(XOR, foursB);
      bitsA = bitsA.sub(bitsA.lanewise(LSHR, 1).and(PAIRS));
      bitsA = bitsA.and(NIBBLES).add(bitsA.lanewise(LSHR, 2).and(NIBBLES));
      eightsA = eightsA.add(bitsA.add(bitsA.lanewise(LSHR, 4)).and(BYTES));
      bitsB = bitsB.sub(bitsB.lanewise(LSHR, 1).and(PAIRS));
      bitsB = bitsB.and(NIBBLES).add(bitsB.lanewise(LSHR, 2).and(NIBBLES));
      eightsB = eightsB.add(bitsB.add(bitsB.lanewise(LSHR, 4)).and(BYTES));
    }
    onesA.reinterpretAsInts().intoArray(state, 0);
    twosA.reinterpretAsInts().intoArray(state, WIDTH);
    foursA.reinterpretAsInts().intoArray(state, 2 * WIDTH);
    eightsA.reinterpretAsInts().intoArray(state, 3 * WIDTH);
    onesB.reinterpretAsInts().intoArray(state, 4 * WIDTH);
    twosB.reinterpretAsInts().intoArray(state, 5 * WIDTH);
    foursB.reinterpretAsInts().intoArray(state, 6 * WIDTH);
    eightsB.reinterpretAsInts().intoArray(state, 7 * WIDTH);
  }
}
