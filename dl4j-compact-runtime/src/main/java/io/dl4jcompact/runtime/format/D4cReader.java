package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Graph;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a whole model, checking each part before memory is taken for it. */
final class D4cReader {

  private static final int LEAST_ROOM = 1 << 16;

  private D4cReader() {}

  /**
   * @param file all bytes, from the buffer's position to its limit; the position is not moved
   * @param source how messages call the file
   */
  static Contents read(ByteBuffer file, String source) throws ModelFormatException {
    ByteBuffer bytes = file.slice();
    Header header = Header.read(bytes, source);
    header.requireLength(bytes.limit());
    SectionTable sections = SectionTable.read(header, bytes);
    Cursor metadata = sections.open(SectionEntry.METADATA, Limits.DESCRIPTION_BYTES);
    Cursor graph = sections.open(SectionEntry.GRAPH, Limits.DESCRIPTION_BYTES);
    Cursor tensors = sections.open(SectionEntry.TENSORS, Limits.FILE_BYTES);
    ModelInfo info = MetadataCodec.read(metadata);
    Graph nodes = GraphCodec.read(new OpReader(graph, tensors));
    header.requireMinor(OpCode.minor(nodes));
    try {
      return new Contents(nodes, info);
    } catch (IllegalArgumentException e) {
      throw metadata.error(e);
    }
  }

  /**
   * Reads a stream to its end, but of a foreign one only the start, and never past the model.
   *
   * @param known bytes that are known to come, or fewer
   */
  static Contents read(InputStream in, long known, String source) throws IOException {
    byte[] start = in.readNBytes(Header.BYTES);
    Header header = Header.read(ByteBuffer.wrap(start), source);
    try {
      return read(ByteBuffer.wrap(whole(in, known, start, header)), source);
    } catch (OutOfMemoryError e) {
      throw new ModelFormatException(
          "%s takes %d bytes and about as much again while it is read, this JVM has at most %d; raise -Xmx"
              .formatted(source, header.fileBytes(), Runtime.getRuntime().maxMemory()),
          e);
    }
  }

  private static byte[] whole(InputStream in, long known, byte[] start, Header header)
      throws IOException {
    int end = (int) header.fileBytes();
    byte[] file = start;
    int filled = start.length;
    while (filled < end) {
      // Grows with what has come, so that a length that lies takes no memory.
      long room = Math.max(known, Math.max(LEAST_ROOM, 2L * filled));
      file = Arrays.copyOf(file, (int) Math.min(end, room));
      int wanted = file.length - filled;
      int got = in.readNBytes(file, filled, wanted);
      filled += got;
      if (got < wanted) {
        header.requireLength(filled);
      }
    }
    header.requireLength(in.read() < 0 ? end : end + 1L);
    return file;
  }
}
