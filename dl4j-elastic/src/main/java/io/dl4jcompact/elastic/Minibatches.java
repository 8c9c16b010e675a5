package io.dl4jcompact.elastic;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** An iterator's minibatches from its start, over and over. */
final class Minibatches {

  private final Runnable reset;
  private final BooleanSupplier hasNext;
  private final Supplier<MultiDataSet> next;
  private boolean begins;

  private Minibatches(Runnable reset, BooleanSupplier hasNext, Supplier<MultiDataSet> next) {
    this.reset = reset;
    this.hasNext = hasNext;
    this.next = next;
  }

  static Minibatches of(DataSetIterator data) {
    return new Minibatches(data::reset, data::hasNext, () -> data.next().toMultiDataSet());
  }

  static Minibatches of(MultiDataSetIterator data) {
    return new Minibatches(data::reset, data::hasNext, data::next);
  }

  /**
   * Goes back to the start.
   *
   * @throws IllegalArgumentException if there is nothing
   */
  void restart() {
    reset.run();
    begins = true;
    if (!hasNext.getAsBoolean()) {
      throw new IllegalArgumentException("the iterator has no minibatch, expected at least 1");
    }
  }

  /** Whether the last minibatch was an epoch's last, and the next one is an epoch's first. */
  boolean betweenEpochs() {
    return begins;
  }

  MultiDataSet next() {
    MultiDataSet batch = next.get();
    begins = !hasNext.getAsBoolean();
    if (begins) {
      reset.run();
    }
    return batch;
  }

  void skip(long count) {
    for (long i = 0; i < count; i++) {
      next();
    }
  }
}
