package io.dl4jcompact.binary.flip;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter of bits and what flips it.
 *
 * @param bits flat, the network's own memory
 * @param updater of these bits
 */
record BitParameter(INDArray bits, BitFlipsUpdater updater) {

  /** Takes other bits; the updater's accumulators stay what they are. */
  void changeTo(INDArray others) {
    // 1 where a bit stays, -1 where it changes and M·e(w) with it.
    INDArray change = bits.sub(others);
    change.muli(change).muli(-2).addi(1);
    updater.accumulators().turn(change);
    bits.assign(others);
  }
}
