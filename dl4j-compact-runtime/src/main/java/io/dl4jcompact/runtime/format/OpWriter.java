package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Ints;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What an operation writes itself to: its attributes go to the graph section, its arrays too where
 * they are shorter than the alignment would make them, else to the tensor section.
 *
 * @param out the node's record in the graph section
 * @param tensors the tensor section
 * @param masks what masks may have
 */
record OpWriter(ByteSink out, TensorSink tensors, MaskAllowance masks) {

  OpWriter(ByteSink out, TensorSink tensors) {
    this(out, tensors, new MaskAllowance());
  }

  /** A number from 0 up. */
  void number(String what, int value) throws ModelFormatException {
    out.number(what, value, Integer.MAX_VALUE);
  }

  /** A signed integer of one byte. */
  void i8(int value) {
    out.u8(value & 0xff);
  }

  void bytes(String what, Bytes values) throws ModelFormatException {
    array(what, values.length(), values.length(), buffer -> buffer.put(values.toArray()));
  }

  void ints(String what, Ints values) throws ModelFormatException {
    long bytes = (long) values.length() * Integer.BYTES;
    array(what, values.length(), bytes, buffer -> buffer.asIntBuffer().put(values.toArray()));
  }

  void floats(String what, Floats values) throws ModelFormatException {
    long bytes = (long) values.length() * Float.BYTES;
    array(what, values.length(), bytes, buffer -> putFloats(buffer, values));
  }

  void bits(String what, Bits values) throws ModelFormatException {
    long bytes = bytesOfBits(values.length());
    array(what, values.length(), bytes, buffer -> putBits(buffer, values.toWords(), bytes));
  }

  void limits(Ints values) throws ModelFormatException {
    LimitWidth width = LimitWidth.fitting(values);
    out.u8(width.bytes());
    long bytes = (long) values.length() * width.bytes();
    array("limits", values.length(), bytes, buffer -> putLimits(buffer, values, width));
  }

  static long bytesOfBits(int bits) {
    return ((long) bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private void array(String what, int elements, long bytes, Consumer<ByteBuffer> fill)
      throws ModelFormatException {
    out.number("length of " + what, elements, Limits.ARRAY_ELEMENTS);
    if (bytes < Header.ALIGNMENT) {
      out.put(TensorSink.encode((int) bytes, fill));
    } else {
      tensors.add(bytes, fill);
    }
  }

  private static void putFloats(ByteBuffer buffer, Floats values) {
    for (int i = 0; i < values.length(); i++) {
      buffer.putFloat(values.get(i));
    }
  }

  private static void putBits(ByteBuffer buffer, long[] words, long bytes) {
    for (int i = 0; i < bytes; i++) {
      buffer.put((byte) (words[i / Long.BYTES] >>> (Byte.SIZE * (i % Long.BYTES))));
    }
  }

  private static void putLimits(ByteBuffer buffer, Ints values, LimitWidth width) {
    for (int i = 0; i < values.length(); i++) {
      width.put(buffer, values.get(i));
    }
  }
}
