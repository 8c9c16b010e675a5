package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Ints;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/**
 * How many bytes each limit of a threshold takes: as few as hold them all. The least and the
 * greatest value of the width stand for "always" and "never", {@link Integer#MIN_VALUE} and {@link
 * Integer#MAX_VALUE}; ordinary limits lie between them.
 */
enum LimitWidth {
  INT8(Byte.BYTES, Byte.MIN_VALUE, Byte.MAX_VALUE) {
    @Override
    void putStored(ByteBuffer out, int stored) {
      out.put((byte) stored);
    }

    @Override
    int getStored(ByteBuffer in) {
      return in.get();
    }
  },
  INT16(Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE) {
    @Override
    void putStored(ByteBuffer out, int stored) {
      out.putShort((short) stored);
    }

    @Override
    int getStored(ByteBuffer in) {
      return in.getShort();
    }
  },
  INT32(Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE) {
    @Override
    void putStored(ByteBuffer out, int stored) {
      out.putInt(stored);
    }

    @Override
    int getStored(ByteBuffer in) {
      return in.getInt();
    }
  };

  private final int bytes;
  private final int always;
  private final int never;

  LimitWidth(int bytes, int always, int never) {
    this.bytes = bytes;
    this.always = always;
    this.never = never;
  }

  abstract void putStored(ByteBuffer out, int stored);

  abstract int getStored(ByteBuffer in);

  /** Bytes that a limit takes; also the width's code in files. */
  int bytes() {
    return bytes;
  }

  /** The narrowest width that holds all limits. */
  static LimitWidth fitting(Ints limits) {
    for (LimitWidth width : values()) {
      if (width.holds(limits)) {
        return width;
      }
    }
    throw new AssertionError("INT32 holds every limit");
  }

  static LimitWidth read(Cursor in) throws ModelFormatException {
    int code = in.u8("width of limits");
    for (LimitWidth width : values()) {
      if (width.bytes == code) {
        return width;
      }
    }
    throw in.unknown("width of limits is " + code + ", expected 1, 2 or 4 bytes");
  }

  void put(ByteBuffer out, int limit) {
    putStored(out, isSentinel(limit) ? limit < 0 ? always : never : limit);
  }

  int get(ByteBuffer in) {
    int stored = getStored(in);
    if (stored == always) {
      return Integer.MIN_VALUE;
    }
    return stored == never ? Integer.MAX_VALUE : stored;
  }

  Ints read(ByteBuffer in, int length) {
    // Not by way of an array: each limit may take one byte in the file, and four in each copy.
    return Ints.of(
        length,
        new IntUnaryOperator() {
          @Override
          public int applyAsInt(int index) {
            return get(in);
          }
        });
  }

  private boolean holds(Ints limits) {
    for (int i = 0; i < limits.length(); i++) {
      int limit = limits.get(i);
      if (!isSentinel(limit) && (limit <= always || limit >= never)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSentinel(int limit) {
    return limit == Integer.MIN_VALUE || limit == Integer.MAX_VALUE;
  }
}
