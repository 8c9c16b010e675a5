package io.dl4jcompact.binary.flip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Accumulators that are 8-bit or 16-bit integers, little-endian, kept by {@link BytesInFloats} in
 * the updater's state. Behind them are the limit that they have units of, 0 before the first
 * update, and a checksum: what Deeplearning4j may do with a state of floats, as to average it with
 * another, leaves no integers, and is not to be trained on.
 */
final class IntegerAccumulators implements BitAccumulators {

  /** How many are computed at a time: floats of the state that begin with one of them. */
  private static final int CHUNK = BytesInFloats.BYTES * Dither.SIZE;

  private static final String KEY = "integers";
  private static final String LIMIT = "limit";
  private static final String CHECK = "check";

  /** A factor of the golden ratio, and the bits that a float holds exactly. */
  private static final int FACTOR = 0x9e3779b1;

  private static final int CHECK_SHIFT = 8;

  private final BitFlips config;
  private final INDArray packed;
  private final INDArray limit;
  private final INDArray check;

  private IntegerAccumulators(BitFlips config, INDArray packed, INDArray limit, INDArray check) {
    this.config = config;
    this.packed = packed;
    this.limit = limit;
    this.check = check;
  }

  /** Those of a flat array of {@link #stateSize} elements. */
  static IntegerAccumulators of(BitFlips config, INDArray state) {
    long end = state.length() - 2;
    return new IntegerAccumulators(
        config, part(state, 0, end), part(state, end, 1), part(state, end + 1, 1));
  }

  static IntegerAccumulators of(BitFlips config, Map<String, INDArray> state) {
    return new IntegerAccumulators(config, state.get(KEY), state.get(LIMIT), state.get(CHECK));
  }

  /** Elements of the state that so many accumulators take. */
  static long stateSize(AccumulatorType type, long count) {
    return BytesInFloats.floats(count * type.bytes()) + 2;
  }

  private static INDArray part(INDArray flat, long from, long length) {
    return flat.get(NDArrayIndex.interval(from, from + length));
  }

  private AccumulatorType type() {
    return config.rule().accumulators();
  }

  @Override
  public long count() {
    return config.bits();
  }

  @Override
  public void reset() {
    packed.assign(0);
    limit.assign(0);
    check.assign(checksum());
  }

  /** Changes accumulators, some at a time. */
  private interface Change {
    void of(float[] values, long from, int number);
  }

  private void change(Change change) {
    if (checksum() != check.getDouble(0)) {
      throw config.spoiled();
    }
    try {
      for (long from = 0; from < count(); from += CHUNK) {
        int number = (int) Math.min(CHUNK, count() - from);
        INDArray place = place(from, number);
        float[] values = decode(place.dup().data().asFloat(), number);
        change.of(values, from, number);
        place.assign(Nd4j.createFromArray(encode(values, number)));
      }
    } finally {
      // After a refusal too: what is there are integers, with which training may go on.
      check.assign(checksum());
    }
  }

  private int checksum() {
    int hash = 0;
    for (long from = 0; from < count(); from += CHUNK) {
      int number = (int) Math.min(CHUNK, count() - from);
      hash = hash(place(from, number).dup().data().asFloat(), hash);
    }
    return hash >>> CHECK_SHIFT;
  }

  private INDArray place(long from, int number) {
    return part(
        packed,
        from * type().bytes() / BytesInFloats.BYTES,
        BytesInFloats.floats((long) number * type().bytes()));
  }

  /** Not linear, so that the mean of two states has another than the mean of theirs. */
  private static int hash(float[] packed, int hash) {
    int mixed = hash;
    for (float number : packed) {
      mixed = (mixed ^ Float.floatToRawIntBits(number)) * FACTOR;
      mixed ^= mixed >>> Short.SIZE;
    }
    return mixed;
  }

  private float[] decode(float[] read, int number) {
    ByteBuffer bytes =
        ByteBuffer.wrap(BytesInFloats.unpack(read, number * type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[number];
    for (int i = 0; i < number; i++) {
      values[i] = type() == AccumulatorType.INT8 ? bytes.get() : bytes.getShort();
    }
    return values;
  }

  private float[] encode(float[] values, int number) {
    ByteBuffer bytes = ByteBuffer.allocate(number * type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < number; i++) {
      if (type() == AccumulatorType.INT8) {
        bytes.put((byte) values[i]);
      } else {
        bytes.putShort((short) values[i]);
      }
    }
    return BytesInFloats.pack(bytes.array());
  }

  @Override
  public void decide(INDArray signal, FlipStep step, Noise rounding) {
    requireFinite(signal);
    AccumulatorUpdate update = AccumulatorUpdate.of(step, type(), limit.getDouble(0));
    change(
        (values, from, number) -> {
          INDArray place = part(signal, from, number);
          float[] row = place.dup().data().asFloat();
          float[] numbers = Dither.numbers(rounding, from, number);
          float sum = update.apply(values, row, numbers, number);
          if (!Float.isFinite(sum)) {
            throw config.refusal(sum);
          }
          place.assign(Nd4j.createFromArray(row));
        });
    limit.assign(step.limit());
  }

  /** Before anything is changed, so that training may go on with another minibatch. */
  private void requireFinite(INDArray signal) {
    for (long from = 0; from < count(); from += CHUNK) {
      int number = (int) Math.min(CHUNK, count() - from);
      for (float value : part(signal, from, number).dup().data().asFloat()) {
        if (!Float.isFinite(value)) {
          throw config.refusal(value);
        }
      }
    }
  }

  @Override
  public void turn(INDArray change) {
    change(
        (values, from, number) -> {
          float[] signs = part(change, from, number).dup().data().asFloat();
          for (int i = 0; i < number; i++) {
            // The least of all has no counterpart.
            values[i] = Math.min(values[i] * signs[i], type().greatest());
          }
        });
  }

  @Override
  public double[] values() {
    double unit = limit.getDouble(0) / type().one();
    double[] all = new double[Math.toIntExact(count())];
    for (int from = 0; from < all.length; from += CHUNK) {
      int number = Math.min(CHUNK, all.length - from);
      float[] values = decode(place(from, number).dup().data().asFloat(), number);
      for (int i = 0; i < number; i++) {
        all[from + i] = values[i] * unit;
      }
    }
    return all;
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of(KEY, packed, LIMIT, limit, CHECK, check);
  }
}
