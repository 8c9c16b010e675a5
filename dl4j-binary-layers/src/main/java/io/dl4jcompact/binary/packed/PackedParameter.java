package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.AccumulatorUpdate;
import io.dl4jcompact.binary.flip.FlipStep;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.Noise;
import java.nio.ByteBuffer;

/**
 * Bits that an updater flips, and their accumulators. A step comes in ranges of bits: {@link
 * #start}, then {@link #update} for each range, then {@link #finish}.
 */
final class PackedParameter {

  private static final float[] NONE = {};

  private final FlipUpdater rule;
  private final long[] bits;
  private final int count;
  private final Accumulators accumulators;
  private final Noise rounding;
  private final BitOrder order;
  private float kept = 1;
  private int flipped;
  // What the units of integers are of; 0 before the first step.
  private float limit;
  private AccumulatorUpdate update;
  private Noise noise;
  private float[] row = NONE;

  /**
   * Fair coin flips.
   *
   * @param count number of bits
   * @param coins of the first bits
   * @param rounding of accumulators, of which each iteration has its own
   * @param order of the bits
   */
  PackedParameter(
      FlipUpdater rule,
      AccumulatorType type,
      int count,
      Noise coins,
      Noise rounding,
      BitOrder order) {
    this.rule = rule;
    this.count = count;
    this.rounding = rounding;
    this.order = order;
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

  /** M·e(w) of some bits, in units of the gradient. */
  double[] values(int from, int number) {
    float[] units = new float[number];
    accumulators.read(from, number, units);
    boolean floats = accumulators.type() == AccumulatorType.FLOAT;
    double unit = floats ? 1 : (double) limit / accumulators.type().one();
    double[] values = new double[number];
    for (int i = 0; i < number; i++) {
      values[i] = units[i] * unit;
    }
    return values;
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
  void start(StepContext context) {
    FlipStep step = rule.step(kept, context.iteration(), context.epoch());
    update = AccumulatorUpdate.of(step, accumulators.type(), limit);
    limit = (float) step.limit();
    noise = rounding.with(context.iteration());
    flipped = 0;
  }

  /**
   * Updates some bits.
   *
   * @param gradient G of the bits from its start on, averaged over the minibatch; overwritten
   * @param from the first of them
   * @param number how many: all, or whole taps of one output
   * @throws IllegalStateException if accumulators are no longer finite
   */
  void update(float[] gradient, int from, int number) {
    if (row.length < number) {
      row = new float[number];
    }
    boolean floats = accumulators.type() == AccumulatorType.FLOAT;
    float[] numbers = floats ? NONE : order.rounding(noise, from, number);
    accumulators.read(from, number, row);
    turn(gradient, from, number);
    float sum = update.apply(row, gradient, numbers, number);
    if (!Float.isFinite(sum)) {
      throw new IllegalStateException(
          "PackedTrainer: the sum of accumulators is %s, expected a finite number; the signal is too large: clip the gradients of the layers behind, or take a smaller η"
              .formatted(sum));
    }
    accumulators.write(row, number, from);
    for (int i = 0; i < number; i++) {
      if (gradient[i] == 1) {
        BitBlocks.flip(bits, from + i);
        flipped++;
      }
    }
  }

  /** G·e(w). */
  private void turn(float[] gradient, int from, int number) {
    for (int i = 0; i < number; i += Long.SIZE) {
      int count = Math.min(Long.SIZE, number - i);
      long word = BitBlocks.read(bits, from + i, count);
      for (int k = 0; k < count; k++) {
        // The sign of a float is its highest bit: turned over where the weight is 0.
        int turned = (int) (~word >>> k & 1) << (Integer.SIZE - 1);
        gradient[i + k] = Float.intBitsToFloat(Float.floatToRawIntBits(gradient[i + k]) ^ turned);
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
