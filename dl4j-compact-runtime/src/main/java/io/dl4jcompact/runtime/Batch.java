package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The samples of one run, which the members of a crew take in equal parts, each on a memory of its
 * own. What a sample gives does not depend on the part that it is in.
 *
 * <p>Used for one run after the other; a run allocates nothing once the memories are large enough.
 */
final class Batch implements Crew.Work {

  private static final float[][] NO_FLOATS = {};

  private final Plan plan;
  private final List<SampleShape> shapes;
  private final Memory[] memories;
  private final AtomicInteger nextPart = new AtomicInteger();
  private float[][] inputs = NO_FLOATS;
  private int samples;
  private int parts;
  private int partSize;
  private Throwable failure;
  private int failedPart;

  /**
   * @param shapes of the plan's inputs
   * @param members the most that work at a time
   */
  Batch(Plan plan, List<SampleShape> shapes, int members) {
    this.plan = plan;
    this.shapes = shapes;
    memories = new Memory[members];
    memories[0] = plan.newMemory(1);
  }

  /**
   * Makes parts of some samples of floats.
   *
   * @param samples at least 1
   * @return how many members have something to do
   */
  int begin(float[][] floats, float[][] outputs, int samples) {
    int members = divide(samples);
    inputs = floats;
    for (int member = 0; member < members; member++) {
      memories[member].bind(floats, outputs);
    }
    return members;
  }

  /** As {@link #begin(float[][], float[][], int)}, of 8-bit pixels. */
  int begin(byte[][] pixels, float[][] outputs, int samples) {
    int members = divide(samples);
    for (int member = 0; member < members; member++) {
      memories[member].bind(pixels, outputs);
    }
    return members;
  }

  private int divide(int count) {
    samples = count;
    partSize = partSize(samples, plan.blockSize(), memories.length);
    parts = divideUp(samples, partSize);
    nextPart.set(0);
    int members = Math.min(parts, memories.length);
    // Not the size of these parts: that can be less for more samples.
    int capacity = Math.min(plan.blockSize(), divideUp(samples, memories.length));
    for (int member = 0; member < members; member++) {
      if (memories[member] == null || memories[member].capacity() < capacity) {
        memories[member] = plan.newMemory(capacity);
      }
    }
    return members;
  }

  /**
   * Samples of a part such that all members get as many parts, or one less.
   *
   * @param samples at least 1
   * @param most samples that a part can have
   */
  static int partSize(int samples, int most, int members) {
    int rounds = divideUp(samples, (long) most * members);
    return divideUp(samples, (long) rounds * members);
  }

  private static int divideUp(int number, long by) {
    return (int) ((number + by - 1) / by);
  }

  /** Runs parts until none is left. Throws nothing: {@link #end} does. */
  @Override
  public void work(int member) {
    int part = nextPart.getAndIncrement();
    while (part < parts) {
      try {
        run(memories[member], part * partSize);
      } catch (RuntimeException | Error e) {
        fail(part, e);
      }
      part = nextPart.getAndIncrement();
    }
  }

  private void run(Memory memory, int first) {
    int count = Math.min(partSize, samples - first);
    for (int i = 0; i < inputs.length; i++) {
      shapes.get(i).requireFinite(inputs[i], first, count, plan);
    }
    plan.run(memory, first, count);
  }

  /** Of several failures the first part's counts: the same one for any number of members. */
  private synchronized void fail(int part, Throwable cause) {
    nextPart.set(parts);
    if (failure == null || part < failedPart) {
      failure = cause;
      failedPart = part;
    }
  }

  /**
   * Forgets the caller's arrays.
   *
   * @throws RuntimeException or an Error that a member met
   */
  void end() {
    for (Memory memory : memories) {
      if (memory != null) {
        memory.unbind();
      }
    }
    inputs = NO_FLOATS;
    Throwable met = failure;
    failure = null;
    if (met instanceof Error error) {
      throw error;
    }
    if (met instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Lets go of the memories. */
  void release() {
    Arrays.fill(memories, null);
  }
}
