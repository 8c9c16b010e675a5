package io.dl4jcompact.runtime.format;

/**
 * How many positions the masks of a file may still have, each of which takes a bit and a little
 * more in memory, and may take next to nothing in the file.
 */
final class MaskAllowance {

  private int left = Limits.MASK_POSITIONS;

  /**
   * @throws IllegalArgumentException if the masks so far have more than {@link
   *     Limits#MASK_POSITIONS}
   */
  void take(int positions) {
    if (positions > left) {
      throw new IllegalArgumentException(
          "masks have more than "
              + Limits.MASK_POSITIONS
              + " positions, the limit for all of a file");
    }
    left -= positions;
  }
}
