package io.dl4jcompact.runtime.kernel;

/**
 * How a kernel along one axis is cut for Winograd's minimal filtering of two outputs: three taps,
 * then two at a time, the last of which may be one. F(2, 3) takes four products, and one less where
 * the third tap is zero: so 5 taps take 7 products for the 10 of two outputs, 7 take 10 for 14.
 *
 * @param taps taps along the axis, at least {@value #MOST}
 */
record WinogradBlocks(int taps) {

  /** Taps of the first block, the most that one has. */
  static final int MOST = 3;

  private static final int OTHERS = 2;

  /** Number of blocks. */
  int count() {
    return 1 + (taps - MOST + OTHERS - 1) / OTHERS;
  }

  /** The first tap of a block. */
  int start(int block) {
    return block == 0 ? 0 : MOST + OTHERS * (block - 1);
  }

  /** One past the last tap of a block. */
  int end(int block) {
    return Math.min(taps, MOST + OTHERS * block);
  }

  /** Inputs that a tile reads, of which larger kernels leave the last one. */
  int extent() {
    return start(count() - 1) + WinogradWeights.SIDE;
  }
}
