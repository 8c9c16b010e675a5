package io.dl4jcompact.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread that does its share of a work whenever it is called, and sleeps in between.
 *
 * <p>Calling it and waiting for it allocate nothing. One thread at a time may do either.
 */
final class Worker {

  private static final int IDLE = 0;
  private static final int CALLED = 1;
  private static final int WORKING = 2;
  private static final int DISMISSED = 3;

  /** Some tens of microseconds: a sleeping thread takes about as long to wake. */
  private static final int SPINS = 4000;

  private final Crew.Work work;
  private final int member;
  private final Thread thread;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  /** The thread that sleeps until the work is done, or null. */
  private volatile Thread waiter;

  /**
   * @param work the crew's
   * @param member which share of the work is this thread's
   */
  Worker(Crew.Work work, int member) {
    this.work = work;
    this.member = member;
    // Nothing of the thread that happens to make a session stays with a thread that outlives it.
    thread = new Thread(null, this::live, "dl4j-compact-worker-" + member, 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Asks the thread to do its share. */
  void call() {
    state.set(CALLED);
    LockSupport.unpark(thread);
  }

  /**
   * Takes the call back if the thread has not followed it yet; else waits until it has done its
   * share. An interrupt does not end the wait, and is kept for the caller.
   */
  void finish() {
    if (state.compareAndSet(CALLED, IDLE)) {
      return;
    }
    spinWhile(WORKING);
    if (isWorking()) {
      sleepUntilDone();
    }
  }

  private void sleepUntilDone() {
    boolean interrupted = false;
    waiter = Thread.currentThread();
    while (isWorking()) {
      LockSupport.park(this);
      // A thread that is interrupted does not sleep.
      interrupted |= Thread.interrupted();
    }
    waiter = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isWorking() {
    return state.get() == WORKING;
  }

  /** Ends the thread, at once or when it has done the share it is at. */
  void dismiss() {
    state.set(DISMISSED);
    LockSupport.unpark(thread);
  }

  private void live() {
    while (awaitCall()) {
      if (state.compareAndSet(CALLED, WORKING)) {
        work.work(member);
        state.compareAndSet(WORKING, IDLE);
        LockSupport.unpark(waiter);
      }
    }
  }

  /** Waits for a call; false when there will be none. */
  private boolean awaitCall() {
    while (state.get() == IDLE) {
      spinWhile(IDLE);
      if (state.get() == IDLE) {
        LockSupport.park(this);
        // Nobody has a reason to interrupt this thread, and an interrupted one does not sleep.
        Thread.interrupted();
      }
    }
    return state.get() != DISMISSED;
  }

  private void spinWhile(int unwanted) {
    for (int spin = 0; spin < SPINS && state.get() == unwanted; spin++) {
      Thread.onSpinWait();
    }
  }
}
