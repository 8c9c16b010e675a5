package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Builds a section from front to back: the inverse of {@link Cursor}. */
final class ByteSink {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void u8(int value) {
    bytes.write(value);
  }

  /**
   * @throws ModelFormatException if the value is below 0 or above the most that a reader takes
   */
  void number(String what, int value, int most) throws ModelFormatException {
    if (value < 0 || value > most) {
      throw unwritable(what + " is " + value + ", the format holds 0.." + most);
    }
    int rest = value;
    while (rest > 0x7f) {
      u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    u8(rest);
  }

  void f32(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Float.SIZE; shift += Byte.SIZE) {
      u8(bits >>> shift);
    }
  }

  /**
   * @throws ModelFormatException if the text has half a surrogate pair or more bytes than given
   */
  void text(String what, String text, int most) throws ModelFormatException {
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(
          "the model cannot be written: " + what + " has half a surrogate pair; mend the text", e);
    }
    number("length of " + what + " in UTF-8 bytes", encoded.remaining(), most);
    put(encoded);
  }

  void put(ByteBuffer content) {
    bytes.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  static ModelFormatException unwritable(String problem) {
    return new ModelFormatException(
        "the model cannot be written: " + problem + "; make this part of the model smaller");
  }
}
