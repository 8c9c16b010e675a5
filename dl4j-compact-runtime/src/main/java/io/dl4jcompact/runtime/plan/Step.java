package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.ScratchSize;

/** One prepared operation of a plan: immutable, shared by all sessions of a model. */
interface Step {

  /** The working space that it needs in the memory it runs on. */
  default ScratchSize scratch() {
    return ScratchSize.NONE;
  }

  /**
   * Computes the operation's result for the first samples of a block.
   *
   * @param batch number of samples, at most the memory's capacity
   */
  void run(Memory memory, int batch);
}
