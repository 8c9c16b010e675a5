package io.dl4jcompact.examples.data;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The binary layout of CIFAR-10: records of a label byte and 3 · 32 · 32 pixels. */
final class CifarFiles {

  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;

  private CifarFiles() {}

  static ImageSet read(List<URI> files) throws IOException {
    List<ImageSet> batches = new ArrayList<>();
    for (URI file : files) {
      batches.add(read(file));
    }
    return ImageSet.concat(batches);
  }

  private static ImageSet read(URI file) throws IOException {
    byte[] content = DataFiles.readAll(file);
    if (content.length == 0 || content.length % RECORD != 0) {
      throw new IOException(
          String.format(
              "%s holds %d bytes, which is no whole number of CIFAR-10 records of %d bytes: fetch"
                  + " the file again, in the binary version",
              file, content.length, RECORD));
    }
    int count = content.length / RECORD;
    byte[] labels = new byte[count];
    byte[] pixels = new byte[count * PIXELS];
    for (int i = 0; i < count; i++) {
      labels[i] = content[i * RECORD];
      System.arraycopy(content, i * RECORD + 1, pixels, i * PIXELS, PIXELS);
    }
    return new ImageSet(CHANNELS, SIDE, SIDE, pixels, labels);
  }
}
