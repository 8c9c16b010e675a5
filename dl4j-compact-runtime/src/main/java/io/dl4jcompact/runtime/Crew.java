package io.dl4jcompact.runtime;

import java.lang.ref.Cleaner;

/**
 * The caller of a session and its workers, which share a work.
 *
 * <p>Threads start when they are first needed. They end when the crew is dismissed, or its owner is
 * garbage: they know the work, but not the owner.
 */
final class Crew {

  /** What all members do at the same time. */
  interface Work {

    /**
     * Does a member's share. Must not throw.
     *
     * @param member 0 for the caller
     */
    void work(int member);
  }

  /** Made with the first session of several threads, since it takes a thread itself. */
  private static final class Forgotten {
    static final Cleaner OWNERS = Cleaner.create();
  }

  private final Work work;
  private final Worker[] workers;
  private int started;

  /**
   * @param size members, the caller among them, at least 1
   */
  Crew(int size, Work work) {
    this.work = work;
    workers = new Worker[size - 1];
  }

  /** Has the crew dismissed when nobody can use its owner any more. */
  void dismissWith(Object owner) {
    if (workers.length > 0) {
      Forgotten.OWNERS.register(owner, this::dismiss);
    }
  }

  /**
   * Lets the first members work, the caller among them, and waits until all are done.
   *
   * @param members at least 1
   */
  void run(int members) {
    int called = members - 1;
    start(called);
    for (int i = 0; i < called; i++) {
      workers[i].call();
    }
    work.work(0);
    for (int i = 0; i < called; i++) {
      workers[i].finish();
    }
  }

  private synchronized void start(int count) {
    while (started < count) {
      Worker worker = new Worker(work, started + 1);
      worker.start();
      workers[started++] = worker;
    }
  }

  /** Ends all threads. */
  synchronized void dismiss() {
    for (int i = 0; i < started; i++) {
      workers[i].dismiss();
    }
  }
}
