package io.dl4jcompact.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

  private static final byte[] PIXELS = {0, 64, (byte) 128, (byte) 255, 1, 2};
  private static final byte[] LABELS = {9, 0};

  @TempDir private Path directory;

  @Test
  void theBundledSubsetHasTheOriginalsSizesAndBalance() throws IOException {
    ImageSet train = read(Dataset.FASHION_MNIST, Split.TRAIN, Optional.empty());
    ImageSet test = read(Dataset.FASHION_MNIST, Split.TEST, Optional.empty());

    assertThat(train.count()).isEqualTo(16_000);
    assertThat(test.count()).isEqualTo(4_000);
    assertThat(List.of(train.channels(), train.height(), train.width())).containsExactly(1, 28, 28);
    // The first image of the original is an ankle boot.
    assertThat(train.labels()[0]).isEqualTo((byte) 9);
  }

  @Test
  void idxFilesAreReadPackedOrNot() throws IOException {
    write("train-images-idx3-ubyte.gz", gzip(images(2, PIXELS)));
    write("train-labels-idx1-ubyte", labels(2, LABELS));

    ImageSet images = read(Dataset.MNIST, Split.TRAIN, Optional.of(directory));

    assertThat(images.labels()).isEqualTo(LABELS);
    assertThat(images.scaledPixels(0, 2))
        .containsExactly(0f, 0.25f, 0.5f, 255 / 256f, 1 / 256f, 2 / 256f);
  }

  @Test
  void cifarBatchesAreReadInOrder() throws IOException {
    for (int i = 1; i <= 5; i++) {
      byte[] record = new byte[2 * 3073];
      record[0] = (byte) i;
      record[1] = (byte) (10 * i);
      record[3073] = 1;
      write("data_batch_" + i + ".bin", record);
    }

    ImageSet images = read(Dataset.CIFAR10, Split.TRAIN, Optional.of(directory));

    assertThat(images.labels()).containsExactly(1, 1, 2, 1, 3, 1, 4, 1, 5, 1);
    assertThat(images.imageSize()).isEqualTo(3 * 32 * 32);
    assertThat(images.pixels()[2 * 3072]).isEqualTo((byte) 20);
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path missing = directory.resolve("none");
    assertThatThrownBy(() -> Dataset.MNIST.files(Split.TEST, Optional.of(missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("--data");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Dataset.MNIST.files(Split.TEST, Optional.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte");
  }

  @Test
  void onlyFashionMnistIsBundled() {
    assertThatThrownBy(() -> Dataset.CIFAR10.files(Split.TEST, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cifar10")
        .hasMessageContaining("--data");
  }

  @Test
  void foreignShortAndMismatchedFilesAreRefused() throws IOException {
    assertRefused(new byte[] {1, 2, 3}, labels(2, LABELS), "no IDX file of images");
    assertRefused(labels(2, LABELS), labels(2, LABELS), "2051");
    assertRefused(images(3, PIXELS), labels(3, LABELS), "expected 9");
    assertRefused(images(2, PIXELS), labels(3, LABELS), "as many labels");
    assertRefused(
        images(2, PIXELS),
        labels(2, new byte[] {1, 10}),
        "label 10, expected 0..9: fetch the files again");
    assertRefused(images(-1, PIXELS), labels(-1, LABELS), "-1 images");
  }

  /** 16 images of 2^30 x 2^30 are 2^64 pixels, which is 0 in a long. */
  @Test
  void sizesBeyondALongAreRefused() throws IOException {
    byte[] header =
        ByteBuffer.allocate(16).putInt(2051).putInt(16).putInt(1 << 30).putInt(1 << 30).array();
    assertRefused(header, labels(16, new byte[16]), "images of 1073741824x1073741824");
  }

  @Test
  void testImagesOfAnotherSizeAreRefused() {
    ImageSet train = new ImageSet(1, 1, 3, PIXELS, LABELS);
    ImageSet test = new ImageSet(1, 3, 1, PIXELS, LABELS);
    assertThatThrownBy(() -> test.requireSizeOf(train))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the test images are 1x3x1, the training images 1x1x3")
        .hasMessageContaining("--data");
  }

  @Test
  void aDamagedPackedFileIsNamed() throws IOException {
    write("t10k-images-idx3-ubyte.gz", new byte[] {1, 2, 3});
    write("t10k-labels-idx1-ubyte", labels(2, LABELS));
    assertThatThrownBy(() -> read(Dataset.MNIST, Split.TEST, Optional.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte.gz");
  }

  @Test
  void aCutCifarBatchIsRefused() throws IOException {
    write("test_batch.bin", new byte[3072]);
    assertThatThrownBy(() -> read(Dataset.CIFAR10, Split.TEST, Optional.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3072")
        .hasMessageContaining("3073");
  }

  private void assertRefused(byte[] images, byte[] labels, String reason) throws IOException {
    write("t10k-images-idx3-ubyte", images);
    write("t10k-labels-idx1-ubyte", labels);
    assertThatThrownBy(() -> read(Dataset.MNIST, Split.TEST, Optional.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  private static ImageSet read(Dataset dataset, Split split, Optional<Path> from)
      throws IOException {
    return dataset.read(dataset.files(split, from));
  }

  /** Images of one row and three columns. */
  private static byte[] images(int count, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(2051)
        .putInt(count)
        .putInt(1)
        .putInt(3)
        .put(pixels)
        .array();
  }

  private static byte[] labels(int count, byte[] labels) {
    return ByteBuffer.allocate(8 + labels.length).putInt(2049).putInt(count).put(labels).array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }
}
