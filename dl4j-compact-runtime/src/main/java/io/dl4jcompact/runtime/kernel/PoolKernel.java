package io.dl4jcompact.runtime.kernel;

/** A prepared pooling: immutable, shared by all sessions of a model. */
public interface PoolKernel {

  /** The working space that it needs in the memory it runs on. */
  default ScratchSize scratch() {
    return ScratchSize.NONE;
  }

  /**
   * Pools the first samples of a block.
   *
   * @param input where the input is; must not overlap the output
   * @param output where the result goes
   * @param batch number of samples, at most the memory's capacity
   */
  void run(Memory memory, Slot input, Slot output, int batch);
}
