package io.dl4jcompact.runtime.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file's sections, taken apart and put together by docs/format.md and without the code under
 * test, so that tests can change what checksums protect.
 */
record Container(int minor, List<Section> sections) {

  private static final int HEADER = 32;
  private static final int ENTRY = 32;

  /** One section. */
  record Section(String id, int flags, byte[] content) {}

  /** Of minor version 0. */
  Container(List<Section> sections) {
    this(0, sections);
  }

  static Container of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < in.getInt(12); i++) {
      int entry = HEADER + i * ENTRY;
      byte[] content = new byte[(int) in.getLong(entry + 16)];
      in.get((int) in.getLong(entry + 8), content);
      String id = new String(file, entry, 4, StandardCharsets.ISO_8859_1);
      sections.add(new Section(id, in.getInt(entry + 4), content));
    }
    return new Container(in.getShort(10), sections);
  }

  /** The same sections, this one's content replaced. */
  Container with(String id, byte[] content) {
    return new Container(
        minor,
        sections.stream()
            .map(s -> s.id.equals(id) ? new Section(id, s.flags, content) : s)
            .toList());
  }

  /** The same sections and one more at the end. */
  Container and(String id, int flags, byte[] content) {
    List<Section> more = new ArrayList<>(sections);
    more.add(new Section(id, flags, content));
    return new Container(minor, more);
  }

  byte[] content(String id) {
    return sections.stream().filter(s -> s.id.equals(id)).findFirst().orElseThrow().content;
  }

  byte[] toBytes() {
    int end = HEADER + ENTRY * sections.size();
    for (Section section : sections) {
      end = align(end) + section.content.length;
    }
    ByteBuffer out = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(0x0a1a0a0d43344489L).putShort((short) 1).putShort((short) minor);
    out.putInt(sections.size()).putLong(end);
    int offset = HEADER + ENTRY * sections.size();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      offset = align(offset);
      out.position(HEADER + i * ENTRY);
      out.put(section.id.getBytes(StandardCharsets.ISO_8859_1)).putInt(section.flags);
      out.putLong(offset).putLong(section.content.length);
      out.put(offset, section.content);
      offset += section.content.length;
    }
    return repaired(out.array());
  }

  /** The same file with right checksums, as far as its table makes sense. */
  static byte[] repaired(byte[] file) {
    byte[] result = file.clone();
    ByteBuffer out = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    long tableEnd = HEADER + (long) ENTRY * out.getInt(12);
    if (tableEnd < HEADER || tableEnd > result.length) {
      return result;
    }
    for (int entry = HEADER; entry < tableEnd; entry += ENTRY) {
      long offset = out.getLong(entry + 8);
      long length = out.getLong(entry + 16);
      if (offset >= 0 && length >= 0 && length <= result.length - offset) {
        out.putInt(entry + 24, crc(result, (int) offset, (int) length, new CRC32C()));
      }
    }
    CRC32C crc = new CRC32C();
    crc(result, 0, HEADER - 4, crc);
    out.putInt(HEADER - 4, crc(result, HEADER, (int) tableEnd - HEADER, crc));
    return result;
  }

  private static int crc(byte[] bytes, int offset, int length, CRC32C crc) {
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static int align(int offset) {
    return (offset + 63) & -64;
  }
}
