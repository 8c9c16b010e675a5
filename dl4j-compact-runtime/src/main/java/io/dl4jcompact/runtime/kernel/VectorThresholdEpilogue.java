package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link ThresholdEpilogue}, with vectors. */
final class VectorThresholdEpilogue implements BitEpilogue {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = INTS.length();
  private static final long LOW_HALF = 0xffffffffL;

  /** The place of each lane of a vector. */
  private static final int[] PLACES = new int[WIDTH];

  static {
    for (int i = 0; i < WIDTH; i++) {
      PLACES[i] = i;
    }
  }

  private final Thresholds thresholds;
  private final int shift;

  VectorThresholdEpilogue(Thresholds thresholds) {
    this.thresholds = thresholds;
    shift = thresholds.sums().shift();
  }

  @Override
  public void start(int block, int placementClass, int ones, int[] counts) {
    start(thresholds.starts(placementClass, block), ones, shift, counts);
  }

  private static void start(int[] starts, int ones, int shift, int[] counts) {
    for (int j = 0; j < SignRows.LANES; j += WIDTH) {
      IntVector start = INT.broadcast(-ones).add(IntVector.fromArray(INTS, starts, j));
      start.lanewise(ASHR, shift).intoArray(counts, j);
    }
  }

  @Override
  public void finish(int block, int placementClass, int ones, int[] counts, Memory memory, int to) {
    long word = 0;
    for (int from = 0; from < SignRows.LANES; from += Integer.SIZE) {
      word |= (negatives(counts, from) & LOW_HALF) << from;
    }
    memory.words()[to + block] = thresholds.word(block, word);
  }

  /** The signs of 32 counts: those at the same place of all vectors in neighbouring lanes. */
  private static int negatives(int[] counts, int from) {
    IntVector bits = INT.broadcast(0);
    for (int j = 0; j < Integer.SIZE; j += WIDTH) {
      IntVector sign = INT.broadcast(1 << 31).and(IntVector.fromArray(INTS, counts, from + j));
      bits = sign.lanewise(LSHR, 31 - j).or(bits);
    }
    IntVector places = IntVector.fromArray(INTS, PLACES, 0);
    return INT.broadcast(0).or(bits).lanewise(LSHL, places).reduceLanes(OR);
  }
}
