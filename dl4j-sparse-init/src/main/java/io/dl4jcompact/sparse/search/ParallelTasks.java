package io.dl4jcompact.sparse.search;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs tasks in a number of threads. */
final class ParallelTasks {

  private ParallelTasks() {}

  /**
   * Runs all tasks and waits for them. After the first failure no other task begins, and those that
   * run are waited for, so that none writes to files when this has returned.
   *
   * @throws IOException if a task throws one, or the caller is interrupted; runtime exceptions and
   *     errors of tasks are thrown as they are
   */
  static void run(int threads, List<Callable<Void>> tasks) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(executor);
      List<Future<Void>> running = tasks.stream().map(done::submit).toList();
      Throwable failure = null;
      for (int i = 0; i < running.size() && failure == null; i++) {
        failure = failure(done.take());
      }
      executor.shutdown();
      if (failure != null) {
        running.forEach(task -> task.cancel(false));
      }
      while (!executor.awaitTermination(1, TimeUnit.HOURS)) {
        // A round of training may take longer.
      }
      if (failure != null) {
        throw asThrown(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("MaskSearch was interrupted; the same search goes on from here", e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** What a task that is over has thrown; null for nothing. */
  private static Throwable failure(Future<Void> task) throws InterruptedException {
    try {
      task.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private static IOException asThrown(Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (IOException) failure;
  }
}
