package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  private static final String OLD = "what was there before";
  private static final byte[] NEW = {1, 2, 3};
  private static final AtomicFile.Content CONTENT = out -> out.write(ByteBuffer.wrap(NEW));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeOldFile() throws IOException {
    file = Files.writeString(directory.resolve("model.d4c"), OLD);
  }

  @Test
  void anExistingFileIsReplaced() throws IOException {
    AtomicFile.SYSTEM.write(file, NEW.length, CONTENT);

    assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  void aNewFileIsMade() throws IOException {
    Files.delete(file);

    AtomicFile.SYSTEM.write(file, NEW);

    assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  @DisabledOnOs(WINDOWS) // where links take a privilege
  void whatALinkPointsToIsReplacedAndTheLinkKept() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    AtomicFile.SYSTEM.write(link, NEW.length, CONTENT);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
  }

  @Test
  void withoutAtomicMovesTheFileIsReplacedPlainly() throws IOException {
    List<CopyOption> moves = new ArrayList<>();
    AtomicFile.Mover mover =
        (from, to, options) -> {
          moves.add(options[0]);
          if (options[0] == StandardCopyOption.ATOMIC_MOVE) {
            throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "a test");
          }
          Files.move(from, to, options);
        };

    new AtomicFile(AtomicFile.SYSTEM.opener(), mover).write(file, NEW.length, CONTENT);

    assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
    assertThat(moves)
        .containsExactly(StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertNothingElse();
  }

  @Test
  void aDiskThatFillsUpLeavesTheOldFileAndSaysHowMuchIsNeeded() throws IOException {
    AtomicFile.Content half =
        out -> {
          out.write(ByteBuffer.wrap(NEW));
          throw new IOException("No space left on device");
        };

    assertFails(
        AtomicFile.SYSTEM, half, "the disk is full, the model takes 3 bytes; free some space");
  }

  @Test
  void aDiskThatIsFullWhenTheFileIsMadeIsNamedToo() throws IOException {
    AtomicFile.Opener opener =
        temporary -> {
          Files.write(temporary, NEW);
          throw new FileSystemException(
              temporary.toString(), null, "There is not enough space on the disk");
        };

    assertFails(withOpener(opener), CONTENT, "the disk is full, the model takes 3 bytes");
  }

  @Test
  @EnabledOnOs(LINUX)
  void aFullDeviceIsNamed() throws IOException {
    AtomicFile full = withOpener(temporary -> openFull(temporary));

    assertFails(full, CONTENT, "the disk is full, the model takes 3 bytes");
  }

  /** A channel to the device that is always full; the temporary file exists beside it. */
  private static FileChannel openFull(Path temporary) throws IOException {
    Files.createFile(temporary);
    return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
  }

  @Test
  void moreBytesThanTheDiskHasMeanThatItIsFull() throws IOException {
    AtomicFile.Content failing = failing(new IOException("Das Medium ist voll"));

    assertThatThrownBy(() -> AtomicFile.SYSTEM.write(file, Long.MAX_VALUE, failing))
        .hasMessageContaining("the disk is full, the model takes 9223372036854775807 bytes");
    assertOldFileAlone();
  }

  @Test
  void aChannelThatCannotBeForcedIsAFailure() throws IOException {
    AtomicFile.Opener closing =
        temporary -> {
          FileChannel channel = AtomicFile.SYSTEM.opener().open(temporary);
          channel.close();
          return channel;
        };

    assertFails(
        withOpener(closing), out -> {}, "java.nio.channels.ClosedChannelException; the model");
  }

  @Test
  void aMissingPermissionIsNamed() throws IOException {
    AtomicFile.Opener denied =
        temporary -> {
          throw new AccessDeniedException(temporary.toString());
        };

    assertFails(withOpener(denied), CONTENT, "this user may not write in " + directory);
  }

  @Test
  void aReadOnlyFileSystemIsNamed() throws IOException {
    AtomicFile.Opener readOnly =
        temporary -> {
          throw new FileSystemException(temporary.toString(), null, "Read-only file system");
        };

    assertFails(withOpener(readOnly), CONTENT, directory + " is on a read-only file system");
  }

  @Test
  @EnabledOnOs(LINUX)
  void aDirectoryInWhichNobodyMayWriteIsNamed() {
    // Even the superuser may make no file here.
    Path forbidden = Path.of("/sys/model.d4c");

    assertThatThrownBy(() -> AtomicFile.SYSTEM.write(forbidden, NEW.length, CONTENT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith(forbidden + " cannot be written: ")
        .hasMessageContaining("choose another directory");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path missing = directory.resolve("no/such/model.d4c");

    assertThatThrownBy(() -> AtomicFile.SYSTEM.write(missing, NEW.length, CONTENT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(
            missing
                + " cannot be written: there is no directory "
                + missing.getParent()
                + "; make it first");
    assertThat(missing.getParent()).doesNotExist();
  }

  @Test
  void aDirectoryIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFile.SYSTEM.write(directory, NEW.length, CONTENT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(directory + " cannot be written: it is a directory or a device; name a file");
  }

  @Test
  void aMoveThatFailsLeavesTheOldFile() throws IOException {
    AtomicFile.Mover failing =
        (from, to, options) -> {
          throw new FileSystemException(to.toString(), null, "The file is in use");
        };

    assertFails(
        new AtomicFile(AtomicFile.SYSTEM.opener(), failing),
        CONTENT,
        "The file is in use; the model takes 3 bytes");
  }

  @Test
  void contentThatThrowsAnythingLeavesTheOldFile() throws IOException {
    AtomicFile.Content broken =
        out -> {
          throw new IllegalStateException("a fault of ours");
        };

    assertThatThrownBy(() -> AtomicFile.SYSTEM.write(file, NEW.length, broken))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertOldFileAlone();
  }

  @Test
  void aTemporaryFileThatCannotBeRemovedDoesNotHideTheFailure() {
    AtomicFile.Opener directoryInstead =
        temporary -> {
          Files.writeString(Files.createDirectory(temporary).resolve("inside"), "");
          throw new IOException("the first failure");
        };

    assertThatThrownBy(() -> withOpener(directoryInstead).write(file, NEW.length, CONTENT))
        .hasMessageContaining("the first failure")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  private static AtomicFile withOpener(AtomicFile.Opener opener) {
    return new AtomicFile(opener, AtomicFile.SYSTEM.mover());
  }

  private static AtomicFile.Content failing(IOException failure) {
    return out -> {
      throw failure;
    };
  }

  private void assertFails(AtomicFile atomic, AtomicFile.Content content, String reason)
      throws IOException {
    assertThatThrownBy(() -> atomic.write(file, NEW.length, content))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " cannot be written: " + reason)
        .hasCauseInstanceOf(IOException.class);
    assertOldFileAlone();
  }

  private void assertOldFileAlone() throws IOException {
    assertThat(Files.readString(file)).isEqualTo(OLD);
    assertNothingElse();
  }

  private void assertNothingElse() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }
}
