package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.FlipStep;
import io.dl4jcompact.binary.flip.FlipUpdater;
import java.nio.ByteBuffer;

/**
 * Bits that an updater flips, and their accumulators. A step comes in ranges of bits: {@link
 * #start}, then {@link #update} for each range, then {@link #finish}.
 */
final class PackedParameter {

  private final FlipUpdater rule;
  private final long[] bits;
  private final int count;
  private final Accumulators accumulators;
  private float kept = 1;
  private int flipped;
  // What the units of integers are of; 0 before the first step.
  private float limit;
  private float memory;
  private FlipStep step;
  private Noise noise;
  private float[] row = {};

  /**
   * Fair coin flips.
   *
   * @param count number of bits
   */
  PackedParameter(FlipUpdater rule, AccumulatorType type, int count, Noise coins) {
    this.rule = rule;
    this.count = count;
    bits = new long[BitBlocks.words(count)];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = coins.bits(i);
    }
    if (count % Long.SIZE != 0) {
      bits[bits.length - 1] &= (1L << count) - 1;
    }
    accumulators = Accumulators.of(type, count);
  }

  /** Tightly packed; not to be written. */
  long[] words() {
    return bits;
  }

  int count() {
    return count;
  }

  int get(long index) {
    return BitBlocks.bit(bits, index);
  }

  /** Sets a bit before training. */
  void set(int index, boolean one) {
    if (one != (get(index) == 1)) {
      BitBlocks.flip(bits, index);
    }
  }

  Accumulators accumulators() {
    return accumulators;
  }

  /** Bits that the last step flipped. */
  int flipped() {
    return flipped;
  }

  /**
   * Takes up a step's rates.
   *
   * @throws IllegalStateException if accumulators are integers and the rule's limit is 0
   */
  void start(StepContext context, Noise ofStep) {
    step = rule.step(kept, context.iteration(), context.epoch());
    if (step.limit() == 0 && accumulators.type() != AccumulatorType.FLOAT) {
      throw new IllegalStateException(
          "PackedTrainer: the threshold is 0.0 in iteration %d, expected a positive number where accumulators are %s; use AccumulatorType.FLOAT"
              .formatted(context.iteration(), accumulators.type()));
    }
    // Integers in units of another limit than before are converted on the way.
    boolean converted = accumulators.type() != AccumulatorType.FLOAT && limit != 0;
    memory = (float) (step.memory() * (converted ? limit / step.limit() : 1));
    limit = (float) step.limit();
    noise = ofStep;
    flipped = 0;
  }

  /**
   * Updates some bits.
   *
   * @param gradient G of the bits from its start on, averaged over the minibatch; overwritten
   * @param from the first of them
   * @param number how many
   */
  void update(float[] gradient, int from, int number) {
    if (row.length < number) {
      row = new float[number];
    }
    AccumulatorType type = accumulators.type();
    accumulators.read(from, number, row);
    if (type == AccumulatorType.FLOAT) {
      add(gradient, from, number, (float) step.gain());
      requireFinite(number);
      flip(from, number, limit);
    } else {
      add(gradient, from, number, (float) (step.gain() * type.one() / step.limit()));
      // Beyond what it saturates at anyway, so that rounding has a range.
      clamp(row, number, 2 * type.least(), 2 * type.greatest());
      Dither.round(row, 0, number, noise, from);
      clamp(row, number, type.least(), type.greatest());
      flip(from, number, type.one());
    }
    accumulators.write(row, number, from);
  }

  private void add(float[] gradient, int from, int number, float gain) {
    for (int i = 0; i < number; i += Long.SIZE) {
      int count = Math.min(Long.SIZE, number - i);
      long word = BitBlocks.read(bits, from + i, count);
      for (int k = 0; k < count; k++) {
        // The sign of a float is its highest bit: turned over where the weight is 0.
        int turned = (int) (~word >>> k & 1) << (Integer.SIZE - 1);
        gradient[i + k] = Float.intBitsToFloat(Float.floatToRawIntBits(gradient[i + k]) ^ turned);
      }
    }
    for (int i = 0; i < number; i++) {
      row[i] = row[i] * memory + gradient[i] * gain;
    }
  }

  /** What is infinite or NaN would never heal. */
  private void requireFinite(int number) {
    float sum = 0;
    for (int i = 0; i < number; i++) {
      sum += row[i];
    }
    if (!Float.isFinite(sum)) {
      throw new IllegalStateException(
          "PackedTrainer: the sum of accumulators is %s, expected a finite number; the signal is too large: clip the gradients of the layers behind, or take a smaller η"
              .formatted(sum));
    }
  }

  private static void clamp(float[] values, int number, float least, float greatest) {
    for (int i = 0; i < number; i++) {
      values[i] = Math.max(least, Math.min(greatest, values[i]));
    }
  }

  private void flip(int from, int number, float most) {
    float above = step.inclusive() ? Math.nextDown(most) : most;
    for (int i = 0; i < number; i++) {
      if (row[i] > above) {
        BitBlocks.flip(bits, from + i);
        flipped++;
        row[i] = step.reset() ? 0 : -row[i];
      }
    }
  }

  /** Ends a step. */
  void finish() {
    kept = (float) (1 - (double) flipped / count);
  }

  /** Bytes of {@link #save}. */
  int stateBytes() {
    return Math.toIntExact(
        (long) bits.length * Long.BYTES + accumulators.bytes() + 2 * Float.BYTES + Integer.BYTES);
  }

  void save(ByteBuffer to) {
    for (long word : bits) {
      to.putLong(word);
    }
    accumulators.save(to);
    to.putFloat(kept).putFloat(limit).putInt(flipped);
  }

  void load(ByteBuffer from) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] = from.getLong();
    }
    accumulators.load(from);
    kept = from.getFloat();
    limit = from.getFloat();
    flipped = from.getInt();
  }
}
