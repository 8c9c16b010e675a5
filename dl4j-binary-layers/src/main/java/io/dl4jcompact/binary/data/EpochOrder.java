package io.dl4jcompact.binary.data;

import java.util.SplittableRandom;

/** The draws of one epoch. */
final class EpochOrder {

  /** Keeps the seeds of neighbouring epochs apart: the 64-bit golden ratio, as in SplitMix. */
  private static final long EPOCH_STEP = 0x9E3779B97F4A7C15L;

  private final RatioSampling sampling;
  private final SplittableRandom random;
  private final Rounds positives;
  private final Rounds negatives;

  /**
   * @param epoch from 0 on
   */
  EpochOrder(RatioSampling sampling, int[] positives, int[] negatives, int epoch) {
    this.sampling = sampling;
    random =
        new SplittableRandom(sampling.seed() + (sampling.reshuffled() ? epoch * EPOCH_STEP : 0));
    this.positives = new Rounds(positives, random.split());
    this.negatives = new Rounds(negatives, random.split());
  }

  /**
   * The next batch's samples.
   *
   * @param size a multiple of the ratio's sum
   */
  int[] draw(int size) {
    int[] drawn = new int[size];
    int positive = sampling.positivesOf(size);
    for (int i = 0; i < size; i++) {
      drawn[i] = (i < positive ? positives : negatives).next();
    }
    shuffle(drawn, random);
    return drawn;
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** One class, all of it in a random order, then all of it in another, and so on. */
  private static final class Rounds {

    private final int[] samples;
    private final SplittableRandom random;
    private int position;

    Rounds(int[] samples, SplittableRandom random) {
      this.samples = samples.clone();
      this.random = random;
      position = samples.length;
    }

    int next() {
      if (position == samples.length) {
        shuffle(samples, random);
        position = 0;
      }
      return samples[position++];
    }
  }
}
