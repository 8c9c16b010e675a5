package io.dl4jcompact.runtime.kernel;

/**
 * Common ones with the weights of +1, less those with the weights of -1: for outputs that see
 * groups of channels or have weights that are not connected, because the ones of a row are then not
 * what each output sees.
 */
final class DifferenceProduct implements BitProduct {

  private final BitProduct positive;
  private final BitProduct negative;

  /**
   * @param positive has bits for the weights of +1
   * @param negative has bits for the weights of -1, and the same operands
   */
  DifferenceProduct(BitProduct positive, BitProduct negative) {
    this.positive = positive;
    this.negative = negative;
  }

  @Override
  public BitOperands operands() {
    return positive.operands();
  }

  @Override
  public void addCommonOnes(int block, Memory memory, int count) {
    negate(memory.counts(), count);
    negative.addCommonOnes(block, memory, count);
    negate(memory.counts(), count);
    positive.addCommonOnes(block, memory, count);
  }

  private static void negate(int[][] counts, int count) {
    for (int r = 0; r < count; r++) {
      negate(counts[r]);
    }
  }

  private static void negate(int[] counts) {
    for (int j = 0; j < SignRows.LANES; j++) {
      counts[j] = -counts[j];
    }
  }
}
