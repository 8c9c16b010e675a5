package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * ±1 weights as bits, multiplied by vector instructions that every processor has: no population
 * count is needed but carry-save adders, after Harley and Seal.
 *
 * <p>A byte of a vector belongs to an output. For each byte of a row, the bytes of the outputs of a
 * block follow each other; the row's byte is met by all of them at once. So sums never cross a
 * vector. Two rows at a time share the loads of weights, and give the processor two chains of
 * additions to work on.
 *
 * <p>The adders are written for processors whose logic takes three operands (those with 512-bit
 * vectors), and cost the others nothing: o ⊕ (a ∧ w) is one instruction there, and of o, the half
 * sum h and the sum s the carry (o ∨ h) ⊕ (h ∧ s) is one too. The compiler merges operations from
 * the top of an expression on, which would compute a ∧ w again for the carry; but it does not look
 * through a change of the type of lanes, so carries are computed on other lanes than sums.
 *
 * <p>No method takes or gives a vector, and none has more than a hundred operations: the compiler
 * does not inline methods other than the vectors' own into a large method, or if it has compiled
 * them before, nor all of the vectors' own if there are too many; and where it calls, vectors
 * become objects and all is fifty times slower.
 *
 * @see <a href="https://arxiv.org/abs/1611.07612">Muła, Kurz and Lemire 2016, section 4</a>
 */
final class VectorSignBlocks implements BitProduct {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;

  private static final int LANES = SignRows.LANES;
  private static final int VECTOR_BYTES = INTS.vectorByteSize();

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = LANES / Long.BYTES;

  /** Vectors of fours that {@link #sum} makes of a word. */
  private static final int TURNS = 2;

  /**
   * Words of a row that are multiplied in one go, so that their weights fit the first-level cache.
   * Two add up to 8 to a byte of {@link #fold}, and 16 · 8 fits it.
   */
  private static final int CHUNK = 32;

  /** Places in the state of a row: of vectors of ones, of twos, fours, eights, and of sixteens. */
  private static final int LEFT = 5 * PARTS;

  /** Integers of the state of a row: what is left, and the fours of each word. */
  private static final int STATE = LEFT + CHUNK * TURNS * PARTS;

  private static final long BYTE = 0xff;
  private static final int PAIRS = 0x55555555;
  private static final int NIBBLES = 0x33333333;
  private static final int BYTES = 0x0f0f0f0f;
  private static final int EVEN_BYTES = 0x00ff00ff;
  private static final int SHORT = 0xffff;

  private final BitOperands operands = new VectorByteOperands(2 * STATE);
  private final long[][] weights;
  private final int[][] offsets;

  VectorSignBlocks(SignRows rows) {
    weights = new long[rows.blocks()][];
    offsets = new int[rows.blocks()][];
    for (int block = 0; block < weights.length; block++) {
      offsets[block] = rows.offsets(block);
      weights[block] = pack(rows, block);
    }
  }

  private static long[] pack(SignRows rows, int block) {
    long[] words = new long[Math.multiplyExact(LANES, rows.offsets(block).length)];
    for (int lane = 0; lane < rows.lanes(block); lane++) {
      long[] row = rows.row(block, lane);
      int place = byteOf(lane);
      for (int k = 0; k < row.length * Long.BYTES; k++) {
        long bits = row[k / Long.BYTES] >>> (k * Byte.SIZE) & BYTE;
        words[k * LANES / Long.BYTES + place / Long.BYTES] |= bits << (place * Byte.SIZE);
      }
    }
    return words;
  }

  /**
   * The byte that a lane has among those of its block. Each vector has its own range of lanes.
   * There, the bytes at the same place of all 32-bit parts have consecutive lanes, because {@link
   * #addBytes} takes those bytes at a time.
   */
  private static int byteOf(int lane) {
    int within = lane % VECTOR_BYTES;
    return lane - within + within % PARTS * Integer.BYTES + within / PARTS;
  }

  @Override
  public BitOperands operands() {
    return operands;
  }

  @Override
  public void addCommonOnes(int block, Memory memory, int count) {
    long[] rows = memory.scratchWords();
    int[] state = memory.scratchInts();
    int[] starts = memory.starts();
    int[] at = offsets[block];
    long[] w = weights[block];
    for (int first = 0; first < at.length; first += CHUNK) {
      int end = Math.min(at.length, first + CHUNK);
      for (int r = 0; r < count; r += 2) {
        // A last row that is alone is summed twice.
        int other = Math.min(r + 1, count - 1);
        for (int lane = 0; lane < LANES; lane += VECTOR_BYTES) {
          sum(rows, starts[r], starts[other], at, first, end, w, lane, state);
          addTo(memory.counts()[r], lane, state, 0, end - first);
          if (other != r) {
            addTo(memory.counts()[other], lane, state, STATE, end - first);
          }
        }
      }
    }
  }

  /**
   * Adds up the bits that two rows have in common with the weights: sets each row's state to the
   * vectors of ones and twos that are left, and the fours of each word.
   */
  private static void sum(
      long[] rows, int a, int b, int[] at, int first, int end, long[] w, int lane, int[] state) {
    LongVector onesA = LongVector.zero(LONGS);
    LongVector onesB = LongVector.zero(LONGS);
    IntVector twosA = IntVector.zero(INTS);
    IntVector twosB = IntVector.zero(INTS);
    for (int k = first; k < end; k++) {
      int i = (a + at[k]) * Long.BYTES;
      int j = (b + at[k]) * Long.BYTES;
      int n = k * Long.BYTES * STRIDE + lane / Long.BYTES;
      int to = LEFT + (k - first) * TURNS * PARTS;
      IntVector oA = onesA.reinterpretAsInts();
      IntVector oB = onesB.reinterpretAsInts();

      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector u = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i])));
      onesA = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 1])));
      IntVector h = half.reinterpretAsInts();
      IntVector s = onesA.reinterpretAsInts();
      IntVector carryA = oA.or(h).lanewise(XOR, h.and(s));
      oA = s;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j])));
      onesB = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 1])));
      h = half.reinterpretAsInts();
      s = onesB.reinterpretAsInts();
      IntVector carryB = oB.or(h).lanewise(XOR, h.and(s));
      oB = s;

      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 2])));
      onesA = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 3])));
      h = half.reinterpretAsInts();
      s = onesA.reinterpretAsInts();
      IntVector nextA = oA.or(h).lanewise(XOR, h.and(s));
      oA = s;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 2])));
      onesB = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 3])));
      h = half.reinterpretAsInts();
      s = onesB.reinterpretAsInts();
      IntVector nextB = oB.or(h).lanewise(XOR, h.and(s));
      oB = s;
      h = carryA.lanewise(XOR, nextA);
      carryA.and(nextA).or(h.and(twosA)).intoArray(state, to);
      twosA = h.lanewise(XOR, twosA);
      h = carryB.lanewise(XOR, nextB);
      carryB.and(nextB).or(h.and(twosB)).intoArray(state, STATE + to);
      twosB = h.lanewise(XOR, twosB);

      v = LongVector.fromArray(LONGS, w, n + 4 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 5 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 4])));
      onesA = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 5])));
      h = half.reinterpretAsInts();
      s = onesA.reinterpretAsInts();
      carryA = oA.or(h).lanewise(XOR, h.and(s));
      oA = s;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 4])));
      onesB = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 5])));
      h = half.reinterpretAsInts();
      s = onesB.reinterpretAsInts();
      carryB = oB.or(h).lanewise(XOR, h.and(s));
      oB = s;

      v = LongVector.fromArray(LONGS, w, n + 6 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 7 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 6])));
      onesA = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 7])));
      h = half.reinterpretAsInts();
      s = onesA.reinterpretAsInts();
      nextA = oA.or(h).lanewise(XOR, h.and(s));
      oA = s;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 6])));
      onesB = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 7])));
      h = half.reinterpretAsInts();
      s = onesB.reinterpretAsInts();
      nextB = oB.or(h).lanewise(XOR, h.and(s));
      oB = s;
      h = carryA.lanewise(XOR, nextA);
      carryA.and(nextA).or(h.and(twosA)).intoArray(state, to + PARTS);
      twosA = h.lanewise(XOR, twosA);
      h = carryB.lanewise(XOR, nextB);
      carryB.and(nextB).or(h.and(twosB)).intoArray(state, STATE + to + PARTS);
      twosB = h.lanewise(XOR, twosB);
    }
    onesA.reinterpretAsInts().intoArray(state, 0);
    twosA.intoArray(state, PARTS);
    onesB.reinterpretAsInts().intoArray(state, STATE);
    twosB.intoArray(state, STATE + PARTS);
  }

  private static void addTo(int[] counts, int lane, int[] state, int row, int words) {
    int vectors = words * TURNS;
    if (words % 2 != 0) {
      Arrays.fill(state, row + LEFT + vectors * PARTS, row + LEFT + (vectors + 2) * PARTS, 0);
      vectors += 2;
    }
    fold(state, row, vectors);
    addBytes(state, row, counts, lane);
  }

  /**
   * Adds up a row's vectors of fours, four at a time: sets its state to the vectors of fours and
   * eights that are left, and the bytes with the numbers of sixteens.
   */
  private static void fold(int[] state, int row, int vectors) {
    IntVector fours = IntVector.zero(INTS);
    IntVector eights = IntVector.zero(INTS);
    IntVector sixteens = IntVector.zero(INTS);
    int end = row + LEFT + vectors * PARTS;
    for (int k = row + LEFT; k < end; k += 4 * PARTS) {
      IntVector a = IntVector.fromArray(INTS, state, k);
      IntVector b = IntVector.fromArray(INTS, state, k + PARTS);
      IntVector half = a.lanewise(XOR, b);
      IntVector carry = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      a = IntVector.fromArray(INTS, state, k + 2 * PARTS);
      b = IntVector.fromArray(INTS, state, k + 3 * PARTS);
      half = a.lanewise(XOR, b);
      IntVector next = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      half = carry.lanewise(XOR, next);
      IntVector bits = carry.and(next).or(half.and(eights));
      eights = half.lanewise(XOR, eights);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      sixteens = sixteens.add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    fours.intoArray(state, row + 2 * PARTS);
    eights.intoArray(state, row + 3 * PARTS);
    sixteens.intoArray(state, row + 4 * PARTS);
  }

  /**
   * Adds the bits of the four vectors of a row's state that stand for ones, twos, fours and eights,
   * and the bytes of the fifth, which are numbers of sixteens, to the counts.
   */
  private static void addBytes(int[] state, int row, int[] counts, int to) {
    IntVector low = IntVector.zero(INTS);
    for (int i = 3; i >= 0; i--) {
      IntVector bits = IntVector.fromArray(INTS, state, row + i * PARTS);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = low.add(low).add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    IntVector high = IntVector.fromArray(INTS, state, row + 4 * PARTS);
    IntVector even = high.and(EVEN_BYTES).lanewise(LSHL, 4).add(low.and(EVEN_BYTES));
    high = high.lanewise(LSHR, Byte.SIZE);
    low = low.lanewise(LSHR, Byte.SIZE);
    IntVector odd = high.and(EVEN_BYTES).lanewise(LSHL, 4).add(low.and(EVEN_BYTES));
    IntVector sum = IntVector.fromArray(INTS, counts, to);
    sum.add(even.and(SHORT)).intoArray(counts, to);
    sum = IntVector.fromArray(INTS, counts, to + PARTS);
    sum.add(odd.and(SHORT)).intoArray(counts, to + PARTS);
    sum = IntVector.fromArray(INTS, counts, to + 2 * PARTS);
    sum.add(even.lanewise(LSHR, Short.SIZE)).intoArray(counts, to + 2 * PARTS);
    sum = IntVector.fromArray(INTS, counts, to + 3 * PARTS);
    sum.add(odd.lanewise(LSHR, Short.SIZE)).intoArray(counts, to + 3 * PARTS);
  }
}
