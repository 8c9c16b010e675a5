package io.dl4jcompact.runtime.kernel;

/**
 * The order in which the blocks of a kernel follow each other in what a tile becomes. The last row,
 * and column, of U is zero but where a block has three taps, so that its elements need few blocks:
 * these are neighbours here, since the first column of blocks comes first, from below, then the
 * rest of the first row.
 */
record WinogradOrder(WinogradBlocks rows, WinogradBlocks columns) {

  private static final int LAST = WinogradWeights.SIDE - 1;

  /** Number of blocks. */
  int count() {
    return rows.count() * columns.count();
  }

  /** The place of a block. */
  int place(int row, int column) {
    if (column == 0) {
      return rows.count() - 1 - row;
    }
    return rows.count() + row * (columns.count() - 1) + column - 1;
  }

  /** The place of the first block that an element of U needs. */
  int first(int element) {
    return element / WinogradWeights.SIDE == LAST ? place(0, 0) : 0;
  }

  /** The blocks that an element of U needs in their order, each as row · columns + column. */
  int[] needed(int element) {
    boolean oneRow = element / WinogradWeights.SIDE == LAST;
    boolean oneColumn = element % WinogradWeights.SIDE == LAST;
    int[] blocks = new int[(oneRow ? 1 : rows.count()) * (oneColumn ? 1 : columns.count())];
    for (int row = 0; row < (oneRow ? 1 : rows.count()); row++) {
      for (int column = 0; column < (oneColumn ? 1 : columns.count()); column++) {
        blocks[place(row, column) - first(element)] = row * columns.count() + column;
      }
    }
    return blocks;
  }
}
