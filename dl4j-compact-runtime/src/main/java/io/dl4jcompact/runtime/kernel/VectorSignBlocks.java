package io.dl4jcompact.runtime.kernel;

/**
 * ±1 weights as bits, multiplied by vector instructions that every processor has: no population
 * count is needed but carry-save adders, after Harley and Seal.
 *
 * <p>A byte of a vector belongs to an output. For each byte of a row, the bytes of the outputs of a
 * block follow each other; the row's byte is met by all of them at once. So sums never cross a
 * vector.
 *
 * @see <a href="https://arxiv.org/abs/1611.07612">Muła, Kurz and Lemire 2016, section 4</a>
 */
final class VectorSignBlocks implements BitProduct {

  private static final int LANES = SignRows.LANES;
  private static final int VECTOR_BYTES = VectorKernels.LONGS.vectorByteSize();

  /** 32-bit parts of a vector. */
  private static final int PARTS = VectorKernels.INTS.length();

  private static final long BYTE = 0xff;

  private final BitOperands operands = new VectorByteOperands(VectorAdders.STATE);
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
   * VectorAdders} take those bytes at a time.
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
    int[] at = offsets[block];
    int chunks = (at.length + VectorAdders.MOST_WORDS - 1) / VectorAdders.MOST_WORDS;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = (int) ((long) chunk * at.length / chunks);
      int end = (int) ((chunk + 1L) * at.length / chunks);
      for (int r = 0; r < count; r++) {
        int row = VectorAdders.STATE + memory.starts()[r] * Long.BYTES;
        for (int lane = 0; lane < LANES; lane += VECTOR_BYTES) {
          VectorAdders.add(
              memory.scratchWords(), row, at, first, end, weights[block], lane, memory.counts()[r]);
        }
      }
    }
  }
}
