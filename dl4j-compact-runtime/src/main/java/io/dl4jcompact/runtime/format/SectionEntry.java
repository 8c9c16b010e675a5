package io.dl4jcompact.runtime.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/**
 * An entry of the section table.
 *
 * @param id the section's name of four bytes, each a character
 * @param flags {@link #OPTIONAL} or 0
 * @param offset where in the file it begins
 * @param length its bytes, without the padding to the next section
 * @param checksum CRC32C of them
 */
record SectionEntry(String id, int flags, long offset, long length, int checksum) {

  static final String METADATA = "META";
  static final String GRAPH = "GRPH";
  static final String TENSORS = "TENS";

  /** A reader that does not know the section may skip it. */
  static final int OPTIONAL = 1;

  static final int BYTES = 32;

  void write(ByteBuffer table) {
    table.put(id.getBytes(ISO_8859_1)).putInt(flags);
    table.putLong(offset).putLong(length).putInt(checksum).putInt(0);
  }

  /** Reads an entry; its last four bytes are reserved and for the caller to check. */
  static SectionEntry read(ByteBuffer table) {
    byte[] id = new byte[4];
    table.get(id);
    return new SectionEntry(
        new String(id, ISO_8859_1),
        table.getInt(),
        table.getLong(),
        table.getLong(),
        table.getInt());
  }

  boolean isKnown() {
    return id.equals(METADATA) || id.equals(GRAPH) || id.equals(TENSORS);
  }

  long end() {
    return offset + length;
  }
}
