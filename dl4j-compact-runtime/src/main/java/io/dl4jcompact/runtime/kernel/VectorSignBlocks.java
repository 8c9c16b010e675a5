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
 * vectors), and cost the others nothing. The compiler makes one instruction of o ⊕ (a ∧ w); that is
 * the half sum h, from which the sum s follows likewise. The carry is (o ∨ h) ⊕ (h ∧ s), which is
 * one instruction too; the usual forms would have it compute a ∧ w once more.
 *
 * <p>No method takes or gives a vector, and none has many more than a hundred operations: the
 * compiler does not inline methods other than the vectors' own into a large method, or if it has
 * compiled them before, nor all of the vectors' own if there are more; and where it calls, vectors
 * become objects and all is many times slower. So rows are added up to vectors of fours, and those
 * apart.
 *
 * @see <a href="https://arxiv.org/abs/1611.07612">Muła, Kurz and Lemire 2016, section 4</a>
 */
final class VectorSignBlocks implements BitProduct {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;

  private static final int LANES = SignRows.LANES;
  private static final int VECTOR_BYTES = LONGS.vectorByteSize();
  private static final int WIDTH = LONGS.length();

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = LANES / Long.BYTES;

  /**
   * Words of a row that are multiplied in one go, so that their weights fit the first-level cache.
   * Two words add up to 8 sixteens to a byte, and 16 · 8 fits it.
   */
  private static final int CHUNK = 32;

  /** Longs of five vectors: those of ones to eights, and of the numbers of sixteens. */
  private static final int LEFT = 5 * WIDTH;

  /** Longs of the state of a row: those, and the vectors of fours of each word. */
  private static final int STATE = LEFT + CHUNK * 2 * WIDTH;

  private static final long BYTE = 0xff;
  private static final long PAIRS = 0x5555555555555555L;
  private static final long NIBBLES = 0x3333333333333333L;
  private static final long BYTES = 0x0f0f0f0f0f0f0f0fL;
  private static final long SHORTS = 0x0000ffff0000ffffL;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;

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
    int[] starts = memory.starts();
    int[] at = offsets[block];
    long[] w = weights[block];
    int chunks = (at.length + CHUNK - 1) / CHUNK;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = (int) ((long) chunk * at.length / chunks);
      int end = (int) ((chunk + 1L) * at.length / chunks);
      for (int r = 0; r < count; r += 2) {
        // A last row that is alone is summed twice.
        int other = Math.min(r + 1, count - 1);
        for (int lane = 0; lane < LANES; lane += VECTOR_BYTES) {
          sum(rows, starts[r], starts[other], at, first, end, w, lane);
          addTo(memory.counts()[r], lane, rows, 0, end - first);
          if (other != r) {
            addTo(memory.counts()[other], lane, rows, STATE, end - first);
          }
        }
      }
    }
  }

  /**
   * Adds up the bits that two rows have in common with the weights: sets each row's state to the
   * vectors of ones and twos that are left, and the two vectors of fours of each word.
   */
  private static void sum(
      long[] rows, int a, int b, int[] at, int first, int end, long[] w, int lane) {
    LongVector onesA = LongVector.zero(LONGS);
    LongVector onesB = LongVector.zero(LONGS);
    LongVector twosA = LongVector.zero(LONGS);
    LongVector twosB = LongVector.zero(LONGS);
    for (int k = first; k < end; k++) {
      int i = 2 * STATE + (a + at[k]) * Long.BYTES;
      int j = 2 * STATE + (b + at[k]) * Long.BYTES;
      int n = k * Long.BYTES * STRIDE + lane / Long.BYTES;
      int to = LEFT + (k - first) * 2 * WIDTH;

      LongVector v = LongVector.fromArray(LONGS, w, n);
      LongVector u = LongVector.fromArray(LONGS, w, n + STRIDE);
      LongVector half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i])));
      LongVector sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 1])));
      LongVector carryA = onesA.or(half).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 1])));
      LongVector carryB = onesB.or(half).lanewise(XOR, half.and(sum));
      onesB = sum;

      v = LongVector.fromArray(LONGS, w, n + 2 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 3 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 2])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 3])));
      LongVector nextA = onesA.or(half).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 2])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 3])));
      LongVector nextB = onesB.or(half).lanewise(XOR, half.and(sum));
      onesB = sum;
      half = carryA.lanewise(XOR, nextA);
      carryA.and(nextA).or(half.and(twosA)).intoArray(rows, to);
      twosA = half.lanewise(XOR, twosA);
      half = carryB.lanewise(XOR, nextB);
      carryB.and(nextB).or(half.and(twosB)).intoArray(rows, STATE + to);
      twosB = half.lanewise(XOR, twosB);

      v = LongVector.fromArray(LONGS, w, n + 4 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 5 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 4])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 5])));
      carryA = onesA.or(half).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 4])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 5])));
      carryB = onesB.or(half).lanewise(XOR, half.and(sum));
      onesB = sum;

      v = LongVector.fromArray(LONGS, w, n + 6 * STRIDE);
      u = LongVector.fromArray(LONGS, w, n + 7 * STRIDE);
      half = onesA.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[i + 6])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[i + 7])));
      nextA = onesA.or(half).lanewise(XOR, half.and(sum));
      onesA = sum;
      half = onesB.lanewise(XOR, v.and(LongVector.broadcast(LONGS, rows[j + 6])));
      sum = half.lanewise(XOR, u.and(LongVector.broadcast(LONGS, rows[j + 7])));
      nextB = onesB.or(half).lanewise(XOR, half.and(sum));
      onesB = sum;
      half = carryA.lanewise(XOR, nextA);
      carryA.and(nextA).or(half.and(twosA)).intoArray(rows, to + WIDTH);
      twosA = half.lanewise(XOR, twosA);
      half = carryB.lanewise(XOR, nextB);
      carryB.and(nextB).or(half.and(twosB)).intoArray(rows, STATE + to + WIDTH);
      twosB = half.lanewise(XOR, twosB);
    }
    onesA.intoArray(rows, 0);
    twosA.intoArray(rows, WIDTH);
    onesB.intoArray(rows, STATE);
    twosB.intoArray(rows, STATE + WIDTH);
  }

  private static void addTo(int[] counts, int lane, long[] rows, int state, int words) {
    int from = state + LEFT;
    int end = from + words * 2 * WIDTH;
    if (words % 2 != 0) {
      Arrays.fill(rows, end, end + 2 * WIDTH, 0);
      end += 2 * WIDTH;
    }
    fold(rows, state, from, end);
    addBytes(rows, state, counts, lane);
  }

  /**
   * Adds up a row's vectors of fours, those of two words at a time: sets its state to the vectors
   * of fours and eights that are left, and the bytes with the numbers of sixteens.
   */
  private static void fold(long[] rows, int state, int from, int end) {
    LongVector fours = LongVector.zero(LONGS);
    LongVector eights = LongVector.zero(LONGS);
    LongVector high = LongVector.zero(LONGS);
    for (int k = from; k < end; k += 4 * WIDTH) {
      LongVector a = LongVector.fromArray(LONGS, rows, k);
      LongVector b = LongVector.fromArray(LONGS, rows, k + WIDTH);
      LongVector half = a.lanewise(XOR, b);
      LongVector carry = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      a = LongVector.fromArray(LONGS, rows, k + 2 * WIDTH);
      b = LongVector.fromArray(LONGS, rows, k + 3 * WIDTH);
      half = a.lanewise(XOR, b);
      LongVector next = a.and(b).or(half.and(fours));
      fours = half.lanewise(XOR, fours);
      half = carry.lanewise(XOR, next);
      LongVector bits = carry.and(next).or(half.and(eights));
      eights = half.lanewise(XOR, eights);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      high = high.add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    fours.intoArray(rows, state + 2 * WIDTH);
    eights.intoArray(rows, state + 3 * WIDTH);
    high.intoArray(rows, state + 4 * WIDTH);
  }

  /**
   * Adds the bits of the four vectors of a row's state that stand for ones to eights, and the bytes
   * of the fifth, which are numbers of sixteens, to the counts.
   */
  private static void addBytes(long[] rows, int state, int[] counts, int to) {
    LongVector low = LongVector.zero(LONGS);
    for (int i = 3; i >= 0; i--) {
      LongVector bits = LongVector.fromArray(LONGS, rows, state + i * WIDTH);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = low.add(low).add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    LongVector high = LongVector.fromArray(LONGS, rows, state + 4 * WIDTH);
    LongVector even = high.and(EVEN_BYTES).lanewise(LSHL, 4).add(low.and(EVEN_BYTES));
    high = high.lanewise(LSHR, Byte.SIZE);
    low = low.lanewise(LSHR, Byte.SIZE);
    LongVector odd = high.and(EVEN_BYTES).lanewise(LSHL, 4).add(low.and(EVEN_BYTES));
    IntVector a = even.and(SHORTS).reinterpretAsInts();
    IntVector b = odd.and(SHORTS).reinterpretAsInts();
    IntVector c = even.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
    IntVector d = odd.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
    a.add(IntVector.fromArray(INTS, counts, to)).intoArray(counts, to);
    b.add(IntVector.fromArray(INTS, counts, to + PARTS)).intoArray(counts, to + PARTS);
    c.add(IntVector.fromArray(INTS, counts, to + 2 * PARTS)).intoArray(counts, to + 2 * PARTS);
    d.add(IntVector.fromArray(INTS, counts, to + 3 * PARTS)).intoArray(counts, to + 3 * PARTS);
  }
}
