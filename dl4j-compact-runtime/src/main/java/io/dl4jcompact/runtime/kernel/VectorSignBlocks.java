package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.IntVector;
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
 * <p>No method takes or gives a vector here or in the loops, which are written out: the compiler
 * does not inline methods other than the vectors' own into a large method, or if it has compiled
 * them before; and where it calls, vectors become objects and all is fifty times slower.
 *
 * @see <a href="https://arxiv.org/abs/1611.07612">Muła, Kurz and Lemire 2016, section 4</a>
 */
final class VectorSignBlocks implements BitProduct {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;

  private static final int LANES = SignRows.LANES;
  private static final int VECTOR_BYTES = INTS.vectorByteSize();

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  /** Whether vectors are those that have logic of three operands. */
  private static final boolean TERNARY = INTS.vectorBitSize() == 512;

  /**
   * Words of a row that are multiplied in one go: each adds up to 8 to a byte, and 31 · 8 fits it.
   * Their weights fit the first-level cache too.
   */
  private static final int CHUNK = 31;

  private static final long BYTE = 0xff;
  private static final int PAIRS = 0x55555555;
  private static final int NIBBLES = 0x33333333;
  private static final int BYTES = 0x0f0f0f0f;
  private static final int EVEN_BYTES = 0x00ff00ff;
  private static final int SHORT = 0xffff;

  private final BitOperands operands = new VectorByteOperands();
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
        // A last row that is alone is counted twice.
        int other = Math.min(r + 1, count - 1);
        for (int lane = 0; lane < LANES; lane += VECTOR_BYTES) {
          if (TERNARY) {
            VectorTernaryAdders.count(rows, starts[r], starts[other], at, first, end, w, state);
          } else {
            VectorAdders.count(rows, starts[r], starts[other], at, first, end, w, lane, state);
          }
          addBytes(state, 0, memory.counts()[r], lane);
          if (other != r) {
            addBytes(state, 4 * PARTS, memory.counts()[other], lane);
          }
        }
      }
    }
  }

  /**
   * Adds the bits of the three vectors at a place of the state, which stand for ones, twos and
   * fours, and the bytes of the fourth, which are numbers of eights, to the counts.
   */
  private static void addBytes(int[] state, int at, int[] counts, int to) {
    IntVector low = IntVector.zero(INTS);
    for (int i = 2; i >= 0; i--) {
      IntVector bits = IntVector.fromArray(INTS, state, at + i * PARTS);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = low.add(low).add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    IntVector eights = IntVector.fromArray(INTS, state, at + 3 * PARTS);
    IntVector even = eights.and(EVEN_BYTES).lanewise(LSHL, 3).add(low.and(EVEN_BYTES));
    eights = eights.lanewise(LSHR, Byte.SIZE);
    low = low.lanewise(LSHR, Byte.SIZE);
    IntVector odd = eights.and(EVEN_BYTES).lanewise(LSHL, 3).add(low.and(EVEN_BYTES));
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
