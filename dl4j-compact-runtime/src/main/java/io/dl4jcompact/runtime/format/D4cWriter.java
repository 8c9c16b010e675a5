package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A model laid out as a file, ready to be written. Laying out checks all that can be refused, so
 * that nothing is written of a model that does not fit the format. The same model is always the
 * same bytes.
 */
final class D4cWriter {

  private final int minor;
  private final byte[] metadata;
  private final byte[] graph;
  private final TensorSink tensors = new TensorSink();
  private final List<SectionEntry> entries;

  /**
   * @throws ModelFormatException if the model is larger than the format allows
   */
  D4cWriter(Contents contents) throws ModelFormatException {
    minor = OpCode.minor(contents.graph());
    ByteSink info = new ByteSink();
    MetadataCodec.write(contents.info(), info);
    ByteSink nodes = new ByteSink();
    GraphCodec.write(contents.graph(), new OpWriter(nodes, tensors));
    metadata = description("metadata", info);
    graph = description("graph", nodes);
    entries = place();
    if (fileBytes() > Limits.FILE_BYTES) {
      throw ByteSink.unwritable(
          "it takes " + fileBytes() + " bytes, a file may have " + Limits.FILE_BYTES);
    }
  }

  /** Length of the file. */
  long fileBytes() {
    return entries.get(entries.size() - 1).end();
  }

  void writeTo(WritableByteChannel out) throws IOException {
    ByteBuffer table = table();
    drain(Header.write(minor, entries.size(), fileBytes(), table), out);
    drain(table, out);
    drain(padding(Header.BYTES + table.limit()), out);
    drain(ByteBuffer.wrap(metadata), out);
    drain(padding(metadata.length), out);
    drain(ByteBuffer.wrap(graph), out);
    drain(padding(graph.length), out);
    tensors.forEach(tensor -> drain(tensor, out));
  }

  private List<SectionEntry> place() {
    CRC32C checksum = new CRC32C();
    tensors.forEach(checksum::update);
    long tableEnd = Header.BYTES + 3L * SectionEntry.BYTES;
    SectionEntry first = entry(SectionEntry.METADATA, tableEnd, metadata);
    SectionEntry second = entry(SectionEntry.GRAPH, first.end(), graph);
    long offset = Header.align(second.end());
    int crc = (int) checksum.getValue();
    return List.of(
        first, second, new SectionEntry(SectionEntry.TENSORS, 0, offset, tensors.size(), crc));
  }

  private ByteBuffer table() {
    ByteBuffer table =
        ByteBuffer.allocate(entries.size() * SectionEntry.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    entries.forEach(entry -> entry.write(table));
    return table.clear();
  }

  private static SectionEntry entry(String id, long previousEnd, byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    return new SectionEntry(
        id, 0, Header.align(previousEnd), content.length, (int) checksum.getValue());
  }

  private static byte[] description(String what, ByteSink section) throws ModelFormatException {
    if (section.size() > Limits.DESCRIPTION_BYTES) {
      throw ByteSink.unwritable(
          "its "
              + what
              + " takes "
              + section.size()
              + " bytes, the format holds "
              + Limits.DESCRIPTION_BYTES);
    }
    return section.toBytes();
  }

  private static ByteBuffer padding(int end) {
    return ByteBuffer.allocate((int) Header.align(end) - end);
  }

  private static void drain(ByteBuffer content, WritableByteChannel out) throws IOException {
    while (content.hasRemaining()) {
      out.write(content);
    }
  }
}
