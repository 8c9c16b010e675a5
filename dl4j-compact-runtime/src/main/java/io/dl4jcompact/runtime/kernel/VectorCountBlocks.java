package io.dl4jcompact.runtime.kernel;

import static io.dl4jcompact.runtime.kernel.VectorKernels.BIT_COUNT;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * ±1 weights as bits, multiplied with the vector instruction that counts bits. Processors have it
 * together with 512-bit vectors, but for the first generations, where the JVM puts a few others in
 * its place.
 *
 * <p>A 32-bit part of a vector belongs to an output: for each 32 bits of a row, those of the
 * outputs of a block follow each other. Two rows at a time share the loads of weights, of which the
 * processor does no more than one a cycle where they cross lines of the cache.
 */
final class VectorCountBlocks implements BitProduct {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final int LANES = SignRows.LANES;
  private static final int WIDTH = INTS.length();
  private static final int AVX_512 = 512;
  private static final int HALVES = VectorHalfOperands.HALVES;

  /** Words of a row whose weights fit the first-level cache. */
  private static final int CHUNK = 48;

  private final BitOperands operands = new VectorHalfOperands();
  private final int[][] weights;
  private final int[][] offsets;

  VectorCountBlocks(SignRows rows) {
    weights = new int[rows.blocks()][];
    offsets = new int[rows.blocks()][];
    for (int block = 0; block < weights.length; block++) {
      offsets[block] = rows.offsets(block);
      weights[block] = pack(rows, block);
    }
  }

  private static int[] pack(SignRows rows, int block) {
    int[] halves = new int[Math.multiplyExact(HALVES * LANES, rows.offsets(block).length)];
    for (int lane = 0; lane < rows.lanes(block); lane++) {
      long[] row = rows.row(block, lane);
      for (int k = 0; k < row.length; k++) {
        int at = k * HALVES * LANES + lane;
        halves[at] = (int) row[k];
        halves[at + LANES] = (int) (row[k] >>> Integer.SIZE);
      }
    }
    return halves;
  }

  /** Whether this is faster than {@link VectorSignBlocks}; otherwise it must not be used. */
  static boolean isFast() {
    return BIT_COUNT != null && INTS.vectorBitSize() == AVX_512;
  }

  @Override
  public BitOperands operands() {
    return operands;
  }

  @Override
  public void addCommonOnes(int block, Memory memory, int count) {
    int[] rows = memory.scratchInts();
    int[] starts = memory.starts();
    int[][] counts = memory.counts();
    int[] at = offsets[block];
    int[] w = weights[block];
    for (int first = 0; first < at.length; first += CHUNK) {
      int end = Math.min(at.length, first + CHUNK);
      for (int r = 0; r < count; r += 2) {
        // A last row that is alone is counted twice, the second time into what is not read.
        int other = Math.min(r + 1, count - 1);
        int[] otherCounts = r == other ? counts[count] : counts[other];
        add(rows, starts[r], starts[other], at, first, end, w, counts[r], otherCounts);
      }
    }
  }

  // Not by the rules of VectorKernels, which are for JDK 17: on 25 vectors stay in registers like
  // this.
  private static void add(
      int[] rows, int a, int b, int[] at, int first, int end, int[] w, int[] forA, int[] forB) {
    IntVector a0 = IntVector.fromArray(INTS, forA, 0);
    IntVector a1 = IntVector.fromArray(INTS, forA, WIDTH);
    IntVector a2 = IntVector.fromArray(INTS, forA, 2 * WIDTH);
    IntVector a3 = IntVector.fromArray(INTS, forA, 3 * WIDTH);
    IntVector b0 = IntVector.fromArray(INTS, forB, 0);
    IntVector b1 = IntVector.fromArray(INTS, forB, WIDTH);
    IntVector b2 = IntVector.fromArray(INTS, forB, 2 * WIDTH);
    IntVector b3 = IntVector.fromArray(INTS, forB, 3 * WIDTH);
    for (int k = first; k < end; k++) {
      int i = (a + at[k]) * HALVES;
      int j = (b + at[k]) * HALVES;
      int n = k * HALVES * LANES;
      IntVector x = IntVector.broadcast(INTS, rows[i]);
      IntVector y = IntVector.broadcast(INTS, rows[j]);
      IntVector weight = IntVector.fromArray(INTS, w, n);
      a0 = a0.add(weight.and(x).lanewise(BIT_COUNT));
      b0 = b0.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + WIDTH);
      a1 = a1.add(weight.and(x).lanewise(BIT_COUNT));
      b1 = b1.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + 2 * WIDTH);
      a2 = a2.add(weight.and(x).lanewise(BIT_COUNT));
      b2 = b2.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + 3 * WIDTH);
      a3 = a3.add(weight.and(x).lanewise(BIT_COUNT));
      b3 = b3.add(weight.and(y).lanewise(BIT_COUNT));
      x = IntVector.broadcast(INTS, rows[i + 1]);
      y = IntVector.broadcast(INTS, rows[j + 1]);
      weight = IntVector.fromArray(INTS, w, n + LANES);
      a0 = a0.add(weight.and(x).lanewise(BIT_COUNT));
      b0 = b0.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + LANES + WIDTH);
      a1 = a1.add(weight.and(x).lanewise(BIT_COUNT));
      b1 = b1.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + LANES + 2 * WIDTH);
      a2 = a2.add(weight.and(x).lanewise(BIT_COUNT));
      b2 = b2.add(weight.and(y).lanewise(BIT_COUNT));
      weight = IntVector.fromArray(INTS, w, n + LANES + 3 * WIDTH);
      a3 = a3.add(weight.and(x).lanewise(BIT_COUNT));
      b3 = b3.add(weight.and(y).lanewise(BIT_COUNT));
    }
    a0.intoArray(forA, 0);
    a1.intoArray(forA, WIDTH);
    a2.intoArray(forA, 2 * WIDTH);
    a3.intoArray(forA, 3 * WIDTH);
    b0.intoArray(forB, 0);
    b1.intoArray(forB, WIDTH);
    b2.intoArray(forB, 2 * WIDTH);
    b3.intoArray(forB, 3 * WIDTH);
  }
}
