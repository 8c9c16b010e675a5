package io.dl4jcompact.benchmarks;

/**
 * Two runs of the same work.
 *
 * @param work what is done, and by which of our kernels
 * @param ours our run
 * @param peerName who does the peer's
 * @param peer the run that ours is compared with
 * @param target the ratio wanted
 */
record Comparison(String work, Run ours, String peerName, Run peer, Target target) {

  /**
   * Our part of comparisons with several peers.
   *
   * @param work as {@link Comparison#work}
   * @param run as {@link Comparison#ours}
   */
  record Side(String work, Run run) {

    /** A comparison with one of them. */
    Comparison against(String peerName, Run peer, Target target) {
      return new Comparison(work, run, peerName, peer, target);
    }
  }
}
