package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.AccumulatorType;
import java.nio.ByteBuffer;

/**
 * M·e(w) of the bits of one parameter, in units of an {@link AccumulatorType}.
 *
 * <p>All values are kept as they are: whoever writes one has rounded and clamped it.
 */
abstract class Accumulators {

  private final AccumulatorType type;

  private Accumulators(AccumulatorType type) {
    this.type = type;
  }

  /** So many of 0. */
  static Accumulators of(AccumulatorType type, int count) {
    return switch (type) {
      case FLOAT -> new FloatArray(new float[count]);
      case INT16 -> new ShortArray(new short[count]);
      case INT8 -> new ByteArray(new byte[count]);
    };
  }

  final AccumulatorType type() {
    return type;
  }

  /** Copies values from an index on to the start of an array. */
  abstract void read(int from, int count, float[] to);

  /** Copies values from the start of an array to an index on. */
  abstract void write(float[] values, int count, int to);

  /** Number of accumulators. */
  abstract int length();

  final long bytes() {
    return (long) length() * type.bytes();
  }

  /** Everything, little-endian as the buffer says. */
  abstract void save(ByteBuffer to);

  /** What {@link #save} wrote. */
  abstract void load(ByteBuffer from);

  private static final class FloatArray extends Accumulators {

    private final float[] values;

    private FloatArray(float[] values) {
      super(AccumulatorType.FLOAT);
      this.values = values;
    }

    @Override
    void read(int from, int count, float[] to) {
      System.arraycopy(values, from, to, 0, count);
    }

    @Override
    void write(float[] from, int count, int to) {
      System.arraycopy(from, 0, values, to, count);
    }

    @Override
    int length() {
      return values.length;
    }

    @Override
    void save(ByteBuffer to) {
      for (float value : values) {
        to.putFloat(value);
      }
    }

    @Override
    void load(ByteBuffer from) {
      for (int i = 0; i < values.length; i++) {
        values[i] = from.getFloat();
      }
    }
  }

  private static final class ShortArray extends Accumulators {

    private final short[] values;

    private ShortArray(short[] values) {
      super(AccumulatorType.INT16);
      this.values = values;
    }

    @Override
    void read(int from, int count, float[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = values[from + i];
      }
    }

    @Override
    void write(float[] from, int count, int to) {
      for (int i = 0; i < count; i++) {
        values[to + i] = (short) from[i];
      }
    }

    @Override
    int length() {
      return values.length;
    }

    @Override
    void save(ByteBuffer to) {
      for (short value : values) {
        to.putShort(value);
      }
    }

    @Override
    void load(ByteBuffer from) {
      for (int i = 0; i < values.length; i++) {
        values[i] = from.getShort();
      }
    }
  }

  private static final class ByteArray extends Accumulators {

    private final byte[] values;

    private ByteArray(byte[] values) {
      super(AccumulatorType.INT8);
      this.values = values;
    }

    @Override
    void read(int from, int count, float[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = values[from + i];
      }
    }

    @Override
    void write(float[] from, int count, int to) {
      for (int i = 0; i < count; i++) {
        values[to + i] = (byte) from[i];
      }
    }

    @Override
    int length() {
      return values.length;
    }

    @Override
    void save(ByteBuffer to) {
      to.put(values);
    }

    @Override
    void load(ByteBuffer from) {
      from.get(values);
    }
  }
}
