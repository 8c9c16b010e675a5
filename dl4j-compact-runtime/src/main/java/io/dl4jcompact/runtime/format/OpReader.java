package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Ints;
import java.nio.ByteBuffer;

/**
 * What an operation reads itself from: the inverse of {@link OpWriter}.
 *
 * @param in the graph section
 * @param tensors the tensor section
 * @param masks what masks may have
 */
record OpReader(Cursor in, Cursor tensors, MaskAllowance masks) {

  OpReader(Cursor in, Cursor tensors) {
    this(in, tensors, new MaskAllowance());
  }

  /** A number from 0 up. */
  int number(String what) throws ModelFormatException {
    return in.number(what, 0, Integer.MAX_VALUE);
  }

  /** A signed integer of one byte. */
  int i8(String what) throws ModelFormatException {
    return (byte) in.u8(what);
  }

  Bytes bytes(String what) throws ModelFormatException {
    int length = length(what);
    ByteBuffer stored = array(what, length);
    byte[] values = new byte[length];
    stored.get(values);
    return Bytes.of(values);
  }

  Ints ints(String what) throws ModelFormatException {
    int length = length(what);
    ByteBuffer stored = array(what, (long) length * Integer.BYTES);
    int[] values = new int[length];
    stored.asIntBuffer().get(values);
    return Ints.of(values);
  }

  Floats floats(String what) throws ModelFormatException {
    int length = length(what);
    ByteBuffer stored = array(what, (long) length * Float.BYTES);
    float[] values = new float[length];
    stored.asFloatBuffer().get(values);
    return Floats.of(values);
  }

  /**
   * @throws IllegalArgumentException if there are bits past the length
   */
  Bits bits(String what) throws ModelFormatException {
    int length = length(what);
    ByteBuffer stored = array(what, OpWriter.bytesOfBits(length));
    long[] words = new long[Bits.words(length)];
    int whole = stored.limit() / Long.BYTES;
    stored.asLongBuffer().get(words, 0, whole);
    for (int i = whole * Long.BYTES; i < stored.limit(); i++) {
      words[i / Long.BYTES] |= Byte.toUnsignedLong(stored.get(i)) << (Byte.SIZE * (i % Long.BYTES));
    }
    return Bits.of(words, length);
  }

  Ints limits() throws ModelFormatException {
    LimitWidth width = LimitWidth.read(in);
    int length = length("limits");
    ByteBuffer stored = array("limits", (long) length * width.bytes());
    Ints limits = width.read(stored, length);
    LimitWidth fitting = LimitWidth.fitting(limits);
    if (fitting != width) {
      throw in.error(
          "limits take "
              + width.bytes()
              + " bytes each, "
              + fitting.bytes()
              + " would hold them all");
    }
    return limits;
  }

  private int length(String what) throws ModelFormatException {
    return in.number("length of " + what, 0, Limits.ARRAY_ELEMENTS);
  }

  private ByteBuffer array(String what, long bytes) throws ModelFormatException {
    if (bytes < Header.ALIGNMENT) {
      return in.take(bytes, what);
    }
    ByteBuffer stored = tensors.take(bytes, what);
    tensors.align();
    return stored;
  }
}
