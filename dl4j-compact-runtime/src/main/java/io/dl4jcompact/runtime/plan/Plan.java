package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.kernel.Kernels;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import java.util.List;

/**
 * A graph made ready to run: its steps with their weights in the layout of the kernels, and how
 * much memory they need. Immutable, shared by all sessions of a model.
 */
public final class Plan {

  /** Blocks of samples are kept about this small, so that they stay in the processor's caches. */
  private static final long BLOCK_BYTES = 1 << 20;

  private static final int MAX_BLOCK = 64;

  private final Step[] steps;
  private final SampleSize sample;
  private final ScratchSize scratch;
  private final int blockSize;
  private final Kernels kernels;

  Plan(List<Step> steps, SampleSize sample, ScratchSize scratch, Kernels kernels) {
    this.kernels = kernels;
    this.steps = steps.toArray(new Step[0]);
    this.sample = sample;
    this.scratch = scratch;
    blockSize = blockSize(sample);
  }

  /** The most samples that are run at a time if one takes so much. */
  static int blockSize(SampleSize sample) {
    return (int) Math.max(1, Math.min(MAX_BLOCK, BLOCK_BYTES / Math.max(1, sample.total())));
  }

  /**
   * Prepares a graph. Nodes on which no output depends are left out.
   *
   * @throws IllegalArgumentException if the values of one sample do not fit an array, or a session
   *     and what is prepared for it would take more than the limit, which is half of the greatest
   *     heap or the system property {@code io.dl4jcompact.maxSessionBytes}; the message names the
   *     node that takes most
   */
  public static Plan of(Graph graph, Kernels kernels) {
    return new Planner(graph, kernels, MemoryLimit.current()).plan();
  }

  /** The most samples that are run at a time. */
  public int blockSize() {
    return blockSize;
  }

  /** Bytes that a memory for whole blocks takes. */
  public long sessionBytes() {
    return Memory.bytes(blockSize, sample, scratch);
  }

  /**
   * @throws IllegalArgumentException if memories for so many threads take more than the limit
   */
  public void requireMemory(int threads) {
    MemoryLimit.current().requireThreads(threads, sessionBytes());
  }

  /** What the values of one sample take at most. */
  SampleSize sample() {
    return sample;
  }

  /**
   * Memory to run blocks of samples on.
   *
   * @param capacity the most samples in a block, from 1 to {@link #blockSize}
   */
  public Memory newMemory(int capacity) {
    return new Memory(capacity, sample, scratch);
  }

  /**
   * Runs samples of the arrays that the memory is bound to, block by block.
   *
   * @param first the first sample
   * @param count number of samples
   */
  public void run(Memory memory, int first, int count) {
    for (int done = 0; done < count; done += memory.capacity()) {
      memory.startAt(first + done);
      int batch = Math.min(memory.capacity(), count - done);
      for (Step step : steps) {
        step.run(memory, batch);
      }
    }
  }

  /** {@link Kernels#sum} by the kernels that the plan was made for. */
  public float sum(float[] values, int start, int end) {
    return kernels.sum(values, start, end);
  }
}
