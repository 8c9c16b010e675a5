package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class CrewTest {

  private static final int SIZE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A work at which all members must be at the same time. */
  private static final class Meeting implements Crew.Work {

    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private final CyclicBarrier all;

    Meeting(int size) {
      all = new CyclicBarrier(size);
    }

    @Override
    public void work(int member) {
      if (member > 0) {
        workers.add(Thread.currentThread());
      }
      await(all);
    }
  }

  @Test
  void membersWorkAtTheSameTimeOnDaemonsOfTheirOwn() {
    Meeting meeting = new Meeting(SIZE);
    Crew crew = new Crew(SIZE, meeting);
    crew.run(SIZE);
    crew.run(SIZE);
    crew.dismiss();

    assertThat(meeting.workers).hasSize(SIZE - 1).doesNotContain(Thread.currentThread());
    assertThat(meeting.workers).allMatch(Thread::isDaemon);
  }

  @Test
  void aSingleMemberIsTheCaller() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Crew crew = new Crew(SIZE, member -> threads.add(Thread.currentThread()));

    crew.run(1);

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void noMemberWorksOnceARunIsOver() {
    AtomicInteger atWork = new AtomicInteger();
    AtomicIntegerArray shares = new AtomicIntegerArray(SIZE);
    Crew crew =
        new Crew(
            SIZE,
            member -> {
              atWork.incrementAndGet();
              shares.incrementAndGet(member);
              Thread.yield();
              atWork.decrementAndGet();
            });
    for (int run = 1; run <= 5_000; run++) {
      crew.run(1 + run % SIZE);

      assertThat(atWork.get()).as("members at work after run %s", run).isZero();
      assertThat(shares.get(0)).isEqualTo(run);
    }
    crew.dismiss();
  }

  @Test
  void aWorkerThatSleepsIsWoken() throws InterruptedException {
    Meeting meeting = new Meeting(2);
    Crew crew = new Crew(2, meeting);
    crew.run(2);
    Thread worker = meeting.workers.iterator().next();
    awaitState(worker, Thread.State.WAITING);

    crew.run(2);

    crew.dismiss();
    assertThat(meeting.workers).containsExactly(worker);
  }

  @Test
  void aCallerThatIsInterruptedStillWaits() {
    CyclicBarrier begun = new CyclicBarrier(2);
    AtomicInteger done = new AtomicInteger();
    Crew crew =
        new Crew(
            2,
            member -> {
              await(begun);
              if (member == 0) {
                Thread.currentThread().interrupt();
              } else {
                sleepSome();
                done.incrementAndGet();
              }
            });

    crew.run(2);

    boolean interrupted = Thread.interrupted();
    crew.dismiss();
    assertThat(done.get()).isEqualTo(1);
    assertThat(interrupted).isTrue();
  }

  @Test
  void anInterruptedWorkerGoesOnWorking() throws InterruptedException {
    Meeting meeting = new Meeting(2);
    Crew crew = new Crew(2, meeting);
    crew.run(2);
    Thread worker = meeting.workers.iterator().next();
    awaitState(worker, Thread.State.WAITING);

    worker.interrupt();
    while (worker.isInterrupted()) {
      Thread.onSpinWait();
    }
    crew.run(2);

    crew.dismiss();
    assertThat(meeting.workers).containsExactly(worker);
  }

  @Test
  void dismissedThreadsEnd() throws InterruptedException {
    Meeting meeting = new Meeting(SIZE);
    Crew crew = new Crew(SIZE, meeting);
    crew.run(SIZE);

    crew.dismiss();

    for (Thread worker : meeting.workers) {
      worker.join(PATIENCE.toMillis());
      assertThat(worker.isAlive()).isFalse();
    }
  }

  @Test
  void threadsOfAForgottenOwnerEnd() {
    Meeting meeting = new Meeting(SIZE);
    runForAnOwner(meeting);
    assertThat(meeting.workers).hasSize(SIZE - 1);

    long start = System.nanoTime();
    while (meeting.workers.stream().anyMatch(Thread::isAlive)) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
      System.gc();
      sleepSome();
    }
  }

  private static void runForAnOwner(Meeting meeting) {
    Crew crew = new Crew(SIZE, meeting);
    Object owner = new Object();
    crew.dismissWith(owner);
    crew.run(SIZE);
    Reference.reachabilityFence(owner);
  }

  @Test
  void aThreadKeepsNothingOfItsMaker() {
    Thread maker = Thread.currentThread();
    ClassLoader before = maker.getContextClassLoader();
    Meeting meeting = new Meeting(2);
    Crew crew = new Crew(2, meeting);
    maker.setContextClassLoader(new ClassLoader(before) {});
    try {
      crew.run(2);
    } finally {
      maker.setContextClassLoader(before);
    }

    assertThat(meeting.workers).hasSize(1);
    assertThat(meeting.workers).allMatch(worker -> worker.getContextClassLoader() == null);
    crew.dismiss();
  }

  private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
    long start = System.nanoTime();
    while (thread.getState() != state) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
      Thread.sleep(1);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleepSome() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
