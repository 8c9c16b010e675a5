package io.dl4jcompact.benchmarks;

/**
 * How many times faster than the peer we want to be.
 *
 * @param atLeast what must be reached
 * @param aim what is hoped for
 */
record Target(double atLeast, double aim) {

  /** Told for what it is. */
  static final Target NONE = new Target(0, 0);

  /** Whether there is anything to reach. */
  boolean isSet() {
    return atLeast > 0;
  }

  /** What a ratio reaches, in a word; nothing where there is no target. */
  String verdict(double ratio) {
    if (!isSet()) {
      return "";
    }
    if (ratio >= aim) {
      return "aim";
    }
    return ratio >= atLeast ? "yes" : "MISSED";
  }
}
