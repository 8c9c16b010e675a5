package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.TensorType;

/**
 * The place of a value in a memory of any capacity.
 *
 * @param store which of the arrays it is in
 * @param start where it would start in a memory for one sample, in elements of the arena
 * @param size elements of the arena (floats, words or bytes) that one sample takes
 */
public record Slot(Store store, int start, int size) {

  /** Elements of its arena that one sample of a value takes. */
  public static int sizeOf(TensorType type) {
    return type.positions() * channelStride(type);
  }

  /** Elements of its arena from one position of a value to the next. */
  public static int channelStride(TensorType type) {
    return type.element().isOneBit() ? Bits.words(type.channels()) : type.channels();
  }

  /** The first element of the first sample in a memory. */
  public int offset(Memory memory) {
    return start * memory.capacity();
  }
}
