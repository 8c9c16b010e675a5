package io.dl4jcompact.runtime.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.dl4jcompact.runtime.ModelFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/** Says what a file that is not a model seems to be. */
final class ForeignFile {

  private static final String EXPORT =
      "export the network with CompactExporter and load what that saves";

  private ForeignFile() {}

  /**
   * @param start the file's first bytes, at most as many as the magic has
   */
  static ModelFormatException refuse(String source, byte[] start, byte[] magic) {
    return new ModelFormatException(
        source + " is not a dl4j-compact model (.d4c): " + describe(start, magic));
  }

  private static String describe(byte[] start, byte[] magic) {
    if (start.length == 0) {
      return "it is empty; copy or export the model again";
    }
    if (startsWith(magic, start)) {
      return "it is cut short after " + start.length + " bytes; copy or export it again";
    }
    if (startsWith(start, 'P', 'K', 3, 4)) {
      return "it is a zip archive, as Deeplearning4j's own saved networks are; " + EXPORT;
    }
    if (startsWith(start, 0x89, 'P', 'N', 'G')) {
      return "it is a PNG image; name the model's file";
    }
    if (startsWith(start, 0x1f, 0x8b)) {
      return "it is compressed by gzip; decompress it first";
    }
    if (startsWith(Arrays.copyOfRange(start, 1, start.length), 'D', '4', 'C')) {
      return "its first bytes were changed, as a transfer in text mode does; copy it in binary mode";
    }
    return "it starts with " + quote(start) + "; " + EXPORT;
  }

  private static String quote(byte[] start) {
    boolean text =
        IntStream.range(0, start.length).allMatch(i -> start[i] >= ' ' && start[i] < 127);
    return text
        ? "the text '" + new String(start, US_ASCII) + "'"
        : "bytes " + HexFormat.ofDelimiter(" ").formatHex(start);
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    return bytes.length >= prefix.length
        && IntStream.range(0, prefix.length).allMatch(i -> (bytes[i] & 0xff) == prefix[i]);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
  }
}
