package io.dl4jcompact.sparse.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {

  @Test
  void noTaskRunsWhenAFailureIsThrown() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          begun.countDown();
          Thread.sleep(300);
          ended.incrementAndGet();
          return null;
        });
    tasks.add(
        () -> {
          begun.await();
          throw new IOException("full disk");
        });

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ParallelTasks.run(2, tasks))
        .withMessage("full disk");
    assertThat(ended).hasValue(1);
  }

  @Test
  void errorsAreThrownAsTheyAre() {
    List<Callable<Void>> tasks =
        List.of(
            () -> {
              throw new OutOfMemoryError("native");
            });

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> ParallelTasks.run(1, tasks))
        .withMessage("native");
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ParallelTasks.run(1, List.of(() -> null)))
        .withMessageContaining("was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
