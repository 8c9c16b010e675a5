package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The sections of a file that is already known to be as long as its header says. Each section
 * begins at the next multiple of the alignment after the one before it, so none can overlap and
 * nothing can hide between them.
 */
final class SectionTable {

  private final Header header;
  private final ByteBuffer file;
  private final Map<String, SectionEntry> sections = new HashMap<>();

  private SectionTable(Header header, ByteBuffer file) {
    this.header = header;
    this.file = file;
  }

  /** Reads the table and checks place, padding and checksum of every section. */
  static SectionTable read(Header header, ByteBuffer file) throws ModelFormatException {
    int tableBytes = header.sections() * SectionEntry.BYTES;
    int tableEnd = Header.BYTES + tableBytes;
    if (tableEnd > file.limit()) {
      throw header
          .origin()
          .damaged("header, byte 12", "the section table goes past the file's end");
    }
    ByteBuffer table = file.slice(Header.BYTES, tableBytes).order(ByteOrder.LITTLE_ENDIAN);
    header.requireChecksum(file, table);
    SectionTable result = new SectionTable(header, file);
    long end = tableEnd;
    while (table.hasRemaining()) {
      String where = "section table, byte " + (Header.BYTES + table.position());
      SectionEntry entry = SectionEntry.read(table);
      result.requireNoReserved(where, entry.flags() & ~SectionEntry.OPTIONAL, table.getInt());
      result.requirePlace(where, entry, end);
      result.requireContent(entry);
      result.add(where, entry);
      end = entry.end();
    }
    if (end != file.limit()) {
      throw header.origin().damaged("byte " + end, "the sections end here, but the file goes on");
    }
    return result;
  }

  /** A section to read from. */
  Cursor open(String id, int mostBytes) throws ModelFormatException {
    SectionEntry entry = sections.get(id);
    if (entry == null) {
      throw header.origin().damaged("section table", "there is no section " + id);
    }
    if (entry.length() > mostBytes) {
      throw header
          .origin()
          .damaged(
              "section " + id, "it has " + entry.length() + " bytes, the limit is " + mostBytes);
    }
    int offset = (int) entry.offset();
    return new Cursor(header.origin(), id, file.slice(offset, (int) entry.length()), offset);
  }

  private void requireNoReserved(String where, int flags, int reserved)
      throws ModelFormatException {
    if (flags != 0 || reserved != 0) {
      throw header.origin().unknown(where, "unknown flags or reserved bytes are set");
    }
  }

  private void requirePlace(String where, SectionEntry entry, long end)
      throws ModelFormatException {
    long expected = Header.align(end);
    if (entry.offset() != expected) {
      throw header
          .origin()
          .damaged(
              where,
              "section %s begins at byte %s, expected %d"
                  .formatted(entry.id(), Long.toUnsignedString(entry.offset()), expected));
    }
    long room = file.limit() - expected;
    if (entry.length() < 0 || entry.length() > room) {
      throw header
          .origin()
          .damaged(
              where,
              "section %s takes %s bytes, the file has room for %d"
                  .formatted(entry.id(), Long.toUnsignedString(entry.length()), room));
    }
    for (int i = (int) end; i < expected; i++) {
      if (file.get(i) != 0) {
        throw header.origin().damaged("byte " + i, "padding must be 0, found " + file.get(i));
      }
    }
  }

  private void requireContent(SectionEntry entry) throws ModelFormatException {
    CRC32C crc = new CRC32C();
    crc.update(file.slice((int) entry.offset(), (int) entry.length()));
    int found = (int) crc.getValue();
    if (found != entry.checksum()) {
      throw header
          .origin()
          .damaged("section " + entry.id(), Header.mismatch("content", found, entry.checksum()));
    }
  }

  private void add(String where, SectionEntry entry) throws ModelFormatException {
    if (!entry.isKnown() && entry.flags() != SectionEntry.OPTIONAL) {
      throw header
          .origin()
          .unknown(
              where, "section '" + entry.id() + "' is needed to read the model, but not known");
    }
    if (sections.put(entry.id(), entry) != null) {
      throw header.origin().damaged(where, "there are two sections '" + entry.id() + "'");
    }
  }
}
