package io.dl4jcompact.examples.data;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;

/**
 * The IDX layout of MNIST: big-endian; a magic number (2051 for images, 2049 for labels), the
 * count, for images rows and columns, then a byte each pixel or label.
 */
final class IdxFiles {

  private static final int IMAGES_MAGIC = 2051;
  private static final int LABELS_MAGIC = 2049;

  private IdxFiles() {}

  static ImageSet read(URI imageFile, URI labelFile) throws IOException {
    ByteBuffer images = open(imageFile, IMAGES_MAGIC, "images", 4);
    int count = images.getInt();
    int rows = images.getInt();
    int columns = images.getInt();
    ByteBuffer labels = open(labelFile, LABELS_MAGIC, "labels", 2);
    int labelCount = labels.getInt();
    if (count < 1 || rows < 1 || columns < 1 || count != labelCount) {
      throw new IOException(
          String.format(
              "%s says %d images of %dx%d and %s says %d labels; expected at least one image of a pixel, and as many labels as images",
              imageFile, count, rows, columns, labelFile, labelCount));
    }
    long imageSize = (long) rows * columns;
    if (imageSize > Integer.MAX_VALUE) {
      throw new IOException(
          String.format(
              "%s says images of %dx%d, which no file holds: fetch the file again",
              imageFile, rows, columns));
    }
    byte[] pixels = rest(imageFile, images, count * imageSize);
    return new ImageSet(1, rows, columns, pixels, rest(labelFile, labels, labelCount));
  }

  private static ByteBuffer open(URI file, int magic, String what, int headerInts)
      throws IOException {
    ByteBuffer content = ByteBuffer.wrap(DataFiles.readAll(file));
    int found = content.remaining() < headerInts * Integer.BYTES ? 0 : content.getInt();
    if (found != magic) {
      throw new IOException(
          file
              + " is no IDX file of "
              + what
              + ": it starts with "
              + found
              + ", not "
              + magic
              + ": put the official files there under their own names");
    }
    return content;
  }

  private static byte[] rest(URI file, ByteBuffer content, long expected) throws IOException {
    if (content.remaining() != expected) {
      throw new IOException(
          String.format(
              "%s holds %d bytes after its header, expected %d: fetch the file again",
              file, content.remaining(), expected));
    }
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }
}
