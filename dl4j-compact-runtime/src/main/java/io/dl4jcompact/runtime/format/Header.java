package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first 32 bytes of a file.
 *
 * @param origin the file and the version that it claims
 * @param sections number of entries of the section table, which follows
 * @param fileBytes length of the whole file
 * @param checksum CRC32C of the header before it and of the section table
 */
record Header(Origin origin, int sections, long fileBytes, int checksum) {

  static final int MAJOR = 1;
  static final int MINOR = 2;
  static final int BYTES = 32;

  /** Sections and arrays begin at multiples of this many bytes. */
  static final int ALIGNMENT = 64;

  /**
   * As PNG's signature does, it shows a file that lost its eighth bits or had its line ends
   * changed.
   */
  private static final byte[] MAGIC = {(byte) 0x89, 'D', '4', 'C', '\r', '\n', 0x1a, '\n'};

  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  /** The next multiple of the alignment. */
  static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * A header with the checksum over it and the table.
   *
   * @param minor the least minor version that has all that the file uses, so that older readers
   *     read what they can
   */
  static ByteBuffer write(int minor, int sections, long fileBytes, ByteBuffer table) {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putShort((short) MAJOR).putShort((short) minor).putInt(sections);
    out.putLong(fileBytes).putInt(0);
    out.putInt(checksum(out, table));
    return out.clear();
  }

  /**
   * Reads and checks what can be checked without the section table.
   *
   * @param file the file's first bytes; 32 of them, or all if it has fewer
   */
  static Header read(ByteBuffer file, String source) throws ModelFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    byte[] start = new byte[Math.min(MAGIC.length, in.remaining())];
    in.get(start);
    if (!Arrays.equals(start, MAGIC)) {
      throw ForeignFile.refuse(source, start, MAGIC);
    }
    if (in.limit() < BYTES) {
      throw truncated(source, in.limit(), "at least " + BYTES);
    }
    Origin origin = version(source, in.getShort() & 0xffff, in.getShort() & 0xffff);
    int sections = in.getInt();
    if (sections < 1 || sections > Limits.SECTIONS) {
      throw origin.damaged(
          "header, byte 12",
          "number of sections is "
              + Integer.toUnsignedString(sections)
              + ", expected 1.."
              + Limits.SECTIONS);
    }
    long fileBytes = in.getLong();
    if (fileBytes < BYTES || fileBytes > Limits.FILE_BYTES) {
      throw origin.damaged(
          "header, byte 16",
          "length of the file is "
              + Long.toUnsignedString(fileBytes)
              + ", expected "
              + BYTES
              + ".."
              + Limits.FILE_BYTES);
    }
    int reserved = in.getInt();
    if (reserved != 0) {
      throw origin.unknown("header, byte 24", "reserved bytes must be 0, found " + reserved);
    }
    return new Header(origin, sections, fileBytes, in.getInt());
  }

  /** Refuses a file that was cut short or has more after the model's end. */
  void requireLength(long found) throws ModelFormatException {
    if (found < fileBytes) {
      throw truncated(origin.source(), found, String.valueOf(fileBytes));
    }
    if (found > fileBytes) {
      throw origin.damaged(
          "byte " + fileBytes, "the model ends here, but the file goes on; nothing may follow it");
    }
  }

  /** Refuses a file that has operations of a minor version above the one that it claims. */
  void requireMinor(int minor) throws ModelFormatException {
    if (minor > origin.minor()) {
      throw origin.damaged(
          "header, byte 10",
          "minor version is " + origin.minor() + ", but there are operations of " + minor);
    }
  }

  /** Refuses a damaged header or table. */
  void requireChecksum(ByteBuffer file, ByteBuffer table) throws ModelFormatException {
    int found = checksum(file, table);
    if (found != checksum) {
      throw origin.damaged(
          "header, byte " + CHECKED_BYTES, mismatch("header and section table", found, checksum));
    }
  }

  static String mismatch(String what, int found, int expected) {
    return "checksum of the %s is %08x, expected %08x".formatted(what, found, expected);
  }

  private static int checksum(ByteBuffer file, ByteBuffer table) {
    CRC32C crc = new CRC32C();
    crc.update(file.slice(0, CHECKED_BYTES));
    crc.update(table.duplicate());
    return (int) crc.getValue();
  }

  private static Origin version(String source, int major, int minor) throws ModelFormatException {
    if (major > MAJOR) {
      throw new ModelFormatException(
          "%s was written by a newer dl4j-compact: its format is %d, this reader knows %d; update the dl4j-compact runtime"
              .formatted(source, major, MAJOR));
    }
    Origin origin = new Origin(source, minor);
    if (major < MAJOR) {
      throw origin.damaged("header, byte 8", "format " + major + " was never written");
    }
    return origin;
  }

  private static ModelFormatException truncated(String source, long found, String expected) {
    return new ModelFormatException(
        source
            + " is cut short: it has "
            + found
            + " of "
            + expected
            + " bytes; copy it again, or export it again");
  }
}
