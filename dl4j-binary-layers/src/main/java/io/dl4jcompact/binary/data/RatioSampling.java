package io.dl4jcompact.binary.data;

import java.util.Objects;

/**
 * Which samples make a minibatch.
 *
 * <p>Every minibatch holds exactly {@code positives : negatives}, so its size is a multiple of
 * their sum; where in the batch a sample stands is random. Samples of a class are drawn without
 * replacement, round by round, as {@link ScarceClass} says.
 *
 * <p>Everything follows from the seed: pass k over the data is the same whenever and wherever it is
 * made. {@link #fixedOrder} makes all passes like the first.
 *
 * @param positives share of positive samples, at least 1
 * @param negatives share of negative samples, at least 1
 * @param batch samples of a minibatch, a multiple of {@code positives + negatives}
 * @param seed of the order
 * @param scarce what an epoch does with a class that has too few samples
 * @param reshuffled whether each epoch has an order, and draws, of its own
 */
public record RatioSampling(
    int positives, int negatives, int batch, long seed, ScarceClass scarce, boolean reshuffled) {

  /**
   * @throws IllegalArgumentException if a share is less than 1 or the batch is no multiple of their
   *     sum
   */
  public RatioSampling {
    Objects.requireNonNull(scarce, "scarce");
    if (positives < 1 || negatives < 1) {
      throw new IllegalArgumentException(
          "RatioSampling: the ratio is %d:%d, expected at least 1:1 of whole numbers; to train on one"
                  .formatted(positives, negatives)
              + " class alone, use a RecordReaderDataSetIterator");
    }
    long group = (long) positives + negatives;
    if (batch < group || batch % group != 0) {
      long below = Math.max(1, batch / group) * group;
      throw new IllegalArgumentException(
          "RatioSampling: the batch is %d, expected a multiple of %d + %d; for example %d or %d"
              .formatted(batch, positives, negatives, below, below + group));
    }
  }

  /** Seed 0, the scarce class repeated, reshuffled at every epoch. */
  public static RatioSampling of(int positives, int negatives, int batch) {
    return new RatioSampling(positives, negatives, batch, 0, ScarceClass.REPEAT, true);
  }

  /**
   * With batches of another size.
   *
   * @throws IllegalArgumentException if it is no multiple of the shares' sum
   */
  public RatioSampling withBatch(int size) {
    return new RatioSampling(positives, negatives, size, seed, scarce, reshuffled);
  }

  /** With another seed. */
  public RatioSampling withSeed(long value) {
    return new RatioSampling(positives, negatives, batch, value, scarce, reshuffled);
  }

  /** With another way with a scarce class. */
  public RatioSampling withScarce(ScarceClass way) {
    return new RatioSampling(positives, negatives, batch, seed, way, reshuffled);
  }

  /** With the same draws in the same order at every epoch. */
  public RatioSampling fixedOrder() {
    return new RatioSampling(positives, negatives, batch, seed, scarce, false);
  }

  /** Minibatches of an epoch over so many samples. */
  int batches(int positiveSamples, int negativeSamples) {
    return scarce.batches(
        (double) positiveSamples / positivesOf(batch),
        (double) negativeSamples / (batch - positivesOf(batch)));
  }

  /** How many positive samples are in a batch of this size. */
  int positivesOf(int size) {
    return size / (positives + negatives) * positives;
  }
}
