package io.dl4jcompact.elastic;

/**
 * The channels, or inputs, that arrive somewhere in a subnet.
 *
 * @param active how many arrive
 * @param full how many arrive in the supernet
 */
record Width(long active, long full) {

  /** A network's input, whose size a configuration need not say; it never varies. */
  static final Width INPUT = new Width(0, 0);

  boolean isFull() {
    return active == full;
  }

  /**
   * The number that arrives at a layer.
   *
   * @param nIn the layer's inputs in the supernet
   */
  long of(long nIn) {
    return isFull() ? nIn : active;
  }

  /** As many times as many. */
  Width times(long factor) {
    return new Width(active * factor, full * factor);
  }
}
