package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Node;

/**
 * The most bytes that a session and the weights prepared for it may take: a file of a few bytes can
 * describe values that no heap holds.
 */
record MemoryLimit(long bytes) {

  /** The system property that sets the limit, in bytes; else it is half of the greatest heap. */
  static final String PROPERTY = "io.dl4jcompact.maxSessionBytes";

  /** The limit of this virtual machine. */
  static MemoryLimit current() {
    return of(System.getProperty(PROPERTY), Runtime.getRuntime().maxMemory());
  }

  /**
   * @param setting the property's value, or null if it is not set
   * @param heap bytes that the heap can grow to
   * @throws IllegalArgumentException if the setting is no positive whole number
   */
  static MemoryLimit of(String setting, long heap) {
    if (setting == null) {
      return new MemoryLimit(heap / 2);
    }
    try {
      long bytes = Long.parseLong(setting);
      if (bytes > 0) {
        return new MemoryLimit(bytes);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refusal(setting), e);
    }
    throw new IllegalArgumentException(refusal(setting));
  }

  private static String refusal(String setting) {
    return PROPERTY + " is '" + setting + "', expected a positive number of bytes";
  }

  /**
   * @param needed bytes of all nodes
   * @param largest the node that takes most of them
   * @param share the bytes that it takes for a block of samples
   * @throws IllegalArgumentException if more is needed than the limit
   */
  void require(long needed, Node largest, long share) {
    if (needed > bytes) {
      throw new IllegalArgumentException(
          "a session of this model needs "
              + needed
              + " bytes; the largest part, "
              + share
              + " bytes, is for "
              + largest.op().getClass().getSimpleName()
              + " '"
              + largest.name()
              + "'; the limit is "
              + bytes
              + " bytes; use smaller maps, or raise -Xmx or set -D"
              + PROPERTY);
    }
  }

  /**
   * @param threads that run a session
   * @param each bytes that each of them needs
   * @throws IllegalArgumentException if they need more than the limit
   */
  void requireThreads(int threads, long each) {
    if (each > bytes / threads) {
      throw new IllegalArgumentException(
          "a session of "
              + threads
              + " threads needs "
              + each
              + " bytes for each; the limit is "
              + bytes
              + " bytes for all; use fewer threads, or raise -Xmx or set -D"
              + PROPERTY);
    }
  }
}
