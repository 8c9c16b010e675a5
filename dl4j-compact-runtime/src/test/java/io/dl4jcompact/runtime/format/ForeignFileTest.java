package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import io.dl4jcompact.runtime.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class ForeignFileTest {

  @TempDir Path directory;

  @Test
  void aZipArchiveIsTakenForASavedNetwork() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("configuration.json"));
    }
    assertRefused(zip.toByteArray(), "it is a zip archive, as Deeplearning4j's own saved networks");
  }

  @Test
  void aGzipFileIsNamed() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(Bytes.of(SampleModels.tiny()));
    }
    assertRefused(gzip.toByteArray(), "it is compressed by gzip; decompress it first");
  }

  @Test
  void aPngImageIsNamed() throws IOException {
    byte[] start = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
    assertRefused(start, "it is a PNG image");
  }

  @Test
  void anEmptyFileIsNamed() throws IOException {
    assertRefused(new byte[0], "it is empty; copy or export the model again");
  }

  @Test
  void textIsQuoted() throws IOException {
    byte[] text = "{\"backprop\": true}".getBytes(StandardCharsets.UTF_8);
    assertRefused(text, "it starts with the text '{\"backpr'");
  }

  @Test
  void otherBytesAreQuoted() throws IOException {
    assertRefused(new byte[] {1, 2, (byte) 0xfe}, "it starts with bytes 01 02 fe; export the");
  }

  @Test
  void aTransferInTextModeIsNamed() throws IOException {
    byte[] model = Bytes.of(SampleModels.tiny());
    model[0] = '?';
    assertRefused(model, "its first bytes were changed, as a transfer in text mode does");
  }

  @Test
  void aFewFirstBytesAreACutModel() throws IOException {
    assertRefused(new byte[] {(byte) 0x89, 'D', '4'}, "it is cut short after 3 bytes");
  }

  @Test
  void aDirectoryIsNamed() {
    assertThatThrownBy(() -> D4c.read(directory))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(directory + " is a directory; name the .d4c file in it");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing.d4c");
    assertThatThrownBy(() -> D4c.read(missing))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(missing + " does not exist; check the path");
  }

  @Test
  void messagesNameTheFile() throws IOException {
    byte[] model = Bytes.of(SampleModels.tiny());
    model[model.length - 1] = 1;
    Path file = Files.write(directory.resolve("damaged.d4c"), model);

    assertThatThrownBy(() -> D4c.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + ", section TENS: checksum of the content is ");
  }

  @Test
  @DisabledOnOs(WINDOWS)
  void aFileThatMayNotBeReadIsNamed() throws IOException {
    Path secret = directory.resolve("secret.d4c");
    D4c.write(SampleModels.tiny(), secret);
    Files.setPosixFilePermissions(secret, Set.of());

    if (Files.isReadable(secret)) {
      // The superuser may read it all the same.
      Bytes.requireEqual(D4c.read(secret), SampleModels.tiny());
    } else {
      assertThatThrownBy(() -> D4c.read(secret))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage(secret + " may not be read by this user; allow it");
    }
  }

  @Test
  @EnabledOnOs(LINUX)
  void aDiskThatCannotBeReadIsNamed() {
    // The process's memory from address 0, where there is none.
    Path unreadable = Path.of("/proc/self/mem");

    assertThatThrownBy(() -> D4c.read(unreadable))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(unreadable + " cannot be read: ");
  }

  private void assertRefused(byte[] content, String message) throws IOException {
    Path file = Files.write(directory.resolve("foreign"), content);
    assertThatThrownBy(() -> D4c.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + " is not a dl4j-compact model (.d4c): " + message);
  }
}
