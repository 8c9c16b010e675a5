package io.dl4jcompact.benchmarks;

/**
 * Two benchmarks of the same work.
 *
 * @param what the work
 * @param ours name of our benchmark method, with its class
 * @param peer name of the method that it is compared with
 * @param peerName who does the peer's work
 */
record Comparison(String what, String ours, String peer, String peerName) {

  /** Two methods of one class. */
  static Comparison of(Class<?> type, String what, String ours, String peer, String peerName) {
    String prefix = type.getName() + ".";
    return new Comparison(what, prefix + ours, prefix + peer, peerName);
  }
}
