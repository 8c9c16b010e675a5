package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Carry-save adders for processors whose logic takes three operands, which the compiler makes of
 * two or three operations.
 *
 * <p>A sum is o ⊕ (a ∧ w) in one instruction: first h, then, with the next operands, n. The carry
 * is h ? ¬n : o in one too, where the usual forms would compute each product a ∧ w anew. The
 * compiler merges operations from the top of an expression on, which would undo that; it does not
 * look through a change of the type of lanes, so carries are computed on integers.
 */
final class VectorTernaryAdders {

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final int WIDTH = INTS.length();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = SignRows.LANES / Long.BYTES;

  private static final int PAIRS = 0x55555555;
  private static final int NIBBLES = 0x33333333;
  private static final int BYTES = 0x0f0f0f0f;

  private VectorTernaryAdders() {}

  /**
   * Counts common bits with two rows: sets the state to the vectors of ones, twos and fours that
   * are left, and the bytes with the numbers of eights, of one row and then of the other.
   *
   * @param rows bytes, each spread over a word
   * @param a where the first row starts, in words of bits
   * @param b where the second row starts
   * @param at where their words are from there
   * @param w for each byte of a row, the bytes of all outputs
   */
  static void count(
      long[] rows, int a, int b, int[] at, int first, int end, long[] w, int[] state) {
    LongVector onesA = LongVector.zero(LONGS);
    IntVector twosA = IntVector.zero(INTS);
    IntVector foursA = IntVector.zero(INTS);
    IntVector eightsA = IntVector.zero(INTS);
    LongVector onesB = LongVector.zero(LONGS);
    IntVector twosB = IntVector.zero(INTS);
    IntVector foursB = IntVector.zero(INTS);
    IntVector eightsB = IntVector.zero(INTS);
    for (int k = first; k < end; k++) {
      int i = (a + at[k]) * Long.BYTES;
      int j = (b + at[k]) * Long.BYTES;
      int n = k * Long.BYTES * STRIDE;
      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector u = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector halfA = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i])));
      LongVector sumA = halfA.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 1])));
      IntVector oA = onesA.reinterpretAsInts();
      IntVector hA = halfA.reinterpretAsInts();
      IntVector sA = sumA.reinterpretAsInts();
      IntVector carry0A = oA.and(oA.lanewise(XOR, hA)).or(hA.and(hA.lanewise(XOR, sA)));
      onesA = sumA;
      LongVector halfB = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j])));
      LongVector sumB = halfB.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 1])));
      IntVector oB = onesB.reinterpretAsInts();
      IntVector hB = halfB.reinterpretAsInts();
      IntVector sB = sumB.reinterpretAsInts();
      IntVector carry0B = oB.and(oB.lanewise(XOR, hB)).or(hB.and(hB.lanewise(XOR, sB)));
      onesB = sumB;
      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      halfA = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 2])));
      sumA = halfA.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 3])));
      oA = onesA.reinterpretAsInts();
      hA = halfA.reinterpretAsInts();
      sA = sumA.reinterpretAsInts();
      IntVector carry1A = oA.and(oA.lanewise(XOR, hA)).or(hA.and(hA.lanewise(XOR, sA)));
      onesA = sumA;
      halfB = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 2])));
      sumB = halfB.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 3])));
      oB = onesB.reinterpretAsInts();
      hB = halfB.reinterpretAsInts();
      sB = sumB.reinterpretAsInts();
      IntVector carry1B = oB.and(oB.lanewise(XOR, hB)).or(hB.and(hB.lanewise(XOR, sB)));
      onesB = sumB;
      IntVector twice0A = twosA.and(carry0A).or(twosA.or(carry0A).and(carry1A));
      twosA = twosA.lanewise(XOR, carry0A).lanewise(XOR, carry1A);
      IntVector twice0B = twosB.and(carry0B).or(twosB.or(carry0B).and(carry1B));
      twosB = twosB.lanewise(XOR, carry0B).lanewise(XOR, carry1B);
      v = LongVector.fromArray(LONGS, w, n + 4 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 5 * STRIDE);
      halfA = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 4])));
      sumA = halfA.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 5])));
      oA = onesA.reinterpretAsInts();
      hA = halfA.reinterpretAsInts();
      sA = sumA.reinterpretAsInts();
      IntVector carry2A = oA.and(oA.lanewise(XOR, hA)).or(hA.and(hA.lanewise(XOR, sA)));
      onesA = sumA;
      halfB = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 4])));
      sumB = halfB.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 5])));
      oB = onesB.reinterpretAsInts();
      hB = halfB.reinterpretAsInts();
      sB = sumB.reinterpretAsInts();
      IntVector carry2B = oB.and(oB.lanewise(XOR, hB)).or(hB.and(hB.lanewise(XOR, sB)));
      onesB = sumB;
      v = LongVector.fromArray(LONGS, w, n + 6 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 7 * STRIDE);
      halfA = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 6])));
      sumA = halfA.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 7])));
      oA = onesA.reinterpretAsInts();
      hA = halfA.reinterpretAsInts();
      sA = sumA.reinterpretAsInts();
      IntVector carry3A = oA.and(oA.lanewise(XOR, hA)).or(hA.and(hA.lanewise(XOR, sA)));
      onesA = sumA;
      halfB = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 6])));
      sumB = halfB.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 7])));
      oB = onesB.reinterpretAsInts();
      hB = halfB.reinterpretAsInts();
      sB = sumB.reinterpretAsInts();
      IntVector carry3B = oB.and(oB.lanewise(XOR, hB)).or(hB.and(hB.lanewise(XOR, sB)));
      onesB = sumB;
      IntVector twice1A = twosA.and(carry2A).or(twosA.or(carry2A).and(carry3A));
      twosA = twosA.lanewise(XOR, carry2A).lanewise(XOR, carry3A);
      IntVector twice1B = twosB.and(carry2B).or(twosB.or(carry2B).and(carry3B));
      twosB = twosB.lanewise(XOR, carry2B).lanewise(XOR, carry3B);
      IntVector bitsA = foursA.and(twice0A).or(foursA.or(twice0A).and(twice1A));
      foursA = foursA.lanewise(XOR, twice0A).lanewise(XOR, twice1A);
      IntVector bitsB = foursB.and(twice0B).or(foursB.or(twice0B).and(twice1B));
      foursB = foursB.lanewise(XOR, twice0B).lanewise(XOR, twice1B);
      bitsA = bitsA.sub(bitsA.lanewise(LSHR, 1).and(PAIRS));
      bitsA = bitsA.and(NIBBLES).add(bitsA.lanewise(LSHR, 2).and(NIBBLES));
      eightsA = eightsA.add(bitsA.add(bitsA.lanewise(LSHR, 4)).and(BYTES));
      bitsB = bitsB.sub(bitsB.lanewise(LSHR, 1).and(PAIRS));
      bitsB = bitsB.and(NIBBLES).add(bitsB.lanewise(LSHR, 2).and(NIBBLES));
      eightsB = eightsB.add(bitsB.add(bitsB.lanewise(LSHR, 4)).and(BYTES));
    }
    onesA.reinterpretAsInts().intoArray(state, 0);
    twosA.intoArray(state, WIDTH);
    foursA.intoArray(state, 2 * WIDTH);
    eightsA.intoArray(state, 3 * WIDTH);
    onesB.reinterpretAsInts().intoArray(state, 4 * WIDTH);
    twosB.intoArray(state, 5 * WIDTH);
    foursB.intoArray(state, 6 * WIDTH);
    eightsB.intoArray(state, 7 * WIDTH);
  }
}
