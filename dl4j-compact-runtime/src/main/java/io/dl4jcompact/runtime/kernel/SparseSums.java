package io.dl4jcompact.runtime.kernel;

/** Sums of sparse products, an array an output, on their way to an epilogue. */
final class SparseSums {

  private static final int LANES = ScratchSize.LANES;

  /** Where the arrays of outputs start; before them are those of placements. */
  static final int BY_OUTPUT = LANES;

  /** Arrays of sums that are needed. */
  static final int ROWS = 3 * LANES + SparseProduct.SPARE;

  private final FloatEpilogue epilogue;
  private final int outputs;

  SparseSums(int outputs, FloatEpilogue epilogue) {
    this.outputs = outputs;
    this.epilogue = epilogue;
  }

  /** Blocks of {@link ScratchSize#LANES} outputs. */
  int blocks() {
    return (outputs + LANES - 1) / LANES;
  }

  /** Outputs of a block. */
  int lanes(int block) {
    return Math.min(LANES, outputs - block * LANES);
  }

  /**
   * Writes the results of a block of outputs for placements of which some may be in vain.
   *
   * @param first the first placement
   * @param count number of placements
   * @param rowWidth placements of a row
   * @param columns placements of a row that there really are, the first ones
   * @param to where the results of the first true placement go
   * @param step from where a placement's results start to where the next one's do
   * @return number of true placements
   */
  int finish(
      int block, int first, int count, int rowWidth, int columns, Memory memory, int to, int step) {
    float[][] sums = memory.sums();
    int lanes = lanes(block);
    int found = 0;
    for (int from = 0; from < count; ) {
      int column = (first + from) % rowWidth;
      int end = Math.min(count, from + rowWidth - column);
      int last = Math.min(end, from + columns - column);
      turn(sums, from, last, lanes, found);
      found += Math.max(0, last - from);
      from = end;
    }
    epilogue.run(block, sums, found, memory, to, step);
    return found;
  }

  /** From an array an output to an array a placement. */
  private static void turn(float[][] sums, int from, int last, int lanes, int to) {
    for (int lane = 0; lane < lanes; lane++) {
      float[] ofOutput = sums[BY_OUTPUT + lane];
      for (int placement = from; placement < last; placement++) {
        sums[to + placement - from][lane] = ofOutput[placement];
      }
    }
  }

  /** Writes the results of a block whose sums are in arrays of placements already. */
  void finish(int block, int count, Memory memory, int to, int step) {
    epilogue.run(block, memory.sums(), count, memory, to, step);
  }
}
