package io.dl4jcompact.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Finds a peer's best call form on this machine, so that it is the one that is measured. */
final class Fastest {

  private static final long NANOS_EACH = 200_000_000;
  private static final int LEAST_RUNS = 3;

  private Fastest() {}

  /** The form with the shortest run; each is tried for a while, after a warm-up as long. */
  static <T> Supplier<T> of(List<Supplier<T>> forms) {
    Supplier<T> fastest = null;
    long shortest = Long.MAX_VALUE;
    for (Supplier<T> form : forms) {
      shortestRun(form);
      long nanos = shortestRun(form);
      if (nanos < shortest) {
        shortest = nanos;
        fastest = form;
      }
    }
    return fastest;
  }

  private static long shortestRun(Supplier<?> form) {
    long shortest = Long.MAX_VALUE;
    long begin = System.nanoTime();
    for (int run = 0; run < LEAST_RUNS || System.nanoTime() - begin < NANOS_EACH; run++) {
      long start = System.nanoTime();
      Objects.requireNonNull(form.get(), "a form without a result");
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return shortest;
  }
}
