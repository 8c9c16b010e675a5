package io.dl4jcompact.sparse.search;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks in a number of threads. */
final class ParallelTasks {

  private ParallelTasks() {}

  /**
   * Runs all tasks and waits for them. After the first failure no other task begins.
   *
   * @throws IOException if a task throws one, or the caller is interrupted; runtime exceptions and
   *     errors of tasks are thrown as they are
   */
  static void run(int threads, List<Callable<Void>> tasks) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(executor);
      List<Future<Void>> running = tasks.stream().map(done::submit).toList();
      for (int i = 0; i < running.size(); i++) {
        done.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("MaskSearch was interrupted; the same search goes on from here", e);
    } catch (ExecutionException e) {
      throw cause(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static IOException cause(Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (IOException) cause;
  }
}
