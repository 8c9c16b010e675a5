package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Reads a section from front to back and believes nothing: what is not there is not read. */
final class Cursor {

  private static final int LONGEST_NUMBER = 5;

  private final Origin origin;
  private final String section;
  private final ByteBuffer bytes;
  private final int base;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  /**
   * @param bytes the section's bytes, from index 0 to the limit
   * @param base where in the file they start, for messages
   */
  Cursor(Origin origin, String section, ByteBuffer bytes, int base) {
    this.origin = origin;
    this.section = section;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.base = base;
  }

  /** Bytes read so far. */
  int position() {
    return bytes.position();
  }

  int u8(String what) throws ModelFormatException {
    require(1, what);
    return Byte.toUnsignedInt(bytes.get());
  }

  /** A number of 1 to 5 bytes, seven bits in each, the lowest first. */
  int number(String what, int least, int most) throws ModelFormatException {
    long value = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      int next = u8(what);
      value |= (next & 0x7fL) << (7 * i);
      if (next < 0x80) {
        if (next == 0 && i > 0) {
          throw error(what + " is written in more bytes than it takes");
        }
        return requireRange(what, value, least, most);
      }
    }
    throw error(what + " goes on past the " + LONGEST_NUMBER + " bytes that a number may take");
  }

  float f32(String what) throws ModelFormatException {
    require(Float.BYTES, what);
    return bytes.getFloat();
  }

  /** UTF-8 text of at most so many bytes. */
  String text(String what, int most) throws ModelFormatException {
    ByteBuffer encoded = take(number("length of " + what, 0, most), what);
    try {
      return utf8.decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw error(what + " is not valid UTF-8");
    }
  }

  /** The next bytes, as a view; checked against what is left before anything is made of them. */
  ByteBuffer take(long length, String what) throws ModelFormatException {
    require(length, what);
    int size = (int) length;
    ByteBuffer taken = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + size);
    return taken;
  }

  /** Skips zeros up to the next multiple of the alignment. */
  void align() throws ModelFormatException {
    while (bytes.position() % Header.ALIGNMENT != 0) {
      int padding = u8("padding");
      if (padding != 0) {
        throw error("padding must be 0, found " + padding);
      }
    }
  }

  void requireEnd() throws ModelFormatException {
    if (bytes.hasRemaining()) {
      throw error(bytes.remaining() + " bytes are left that nothing refers to");
    }
  }

  /** The section does not hold what the format says, here or just before. */
  ModelFormatException error(String problem) {
    return origin.damaged(where(), problem);
  }

  /** As {@link #error}, where a value is refused by the type that it is for. */
  ModelFormatException error(RuntimeException problem) {
    return origin.damaged(where(), problem);
  }

  /** A code that this reader does not know. */
  ModelFormatException unknown(String problem) {
    return origin.unknown(where(), problem);
  }

  private String where() {
    return "section " + section + ", byte " + ((long) base + bytes.position());
  }

  private int requireRange(String what, long value, int least, int most)
      throws ModelFormatException {
    if (value < least || value > most) {
      throw error(what + " is " + value + ", expected " + least + ".." + most);
    }
    return (int) value;
  }

  private void require(long length, String what) throws ModelFormatException {
    if (length > bytes.remaining()) {
      throw error(
          what
              + " takes "
              + length
              + " bytes, the section has only "
              + bytes.remaining()
              + " left");
    }
  }
}
