package io.dl4jcompact.runtime.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file as a whole or not at all: the content goes to a temporary file in the same
 * directory, is forced to the disk, and then takes the file's place in one move. Whatever fails,
 * the temporary file is removed and a file that was there before keeps its bytes.
 *
 * @param opener makes the temporary file
 * @param mover puts it in place
 */
public record AtomicFile(Opener opener, Mover mover) {

  /** The system's own files. */
  public static final AtomicFile SYSTEM =
      new AtomicFile(
          temporary ->
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          Files::move);

  /** Makes a new file. */
  public interface Opener {
    FileChannel open(Path temporary) throws IOException;
  }

  /** Moves a file. */
  public interface Mover {
    void move(Path from, Path to, CopyOption... options) throws IOException;
  }

  /** Gives the content. */
  public interface Content {
    void writeTo(WritableByteChannel out) throws IOException;
  }

  /**
   * @param target the file to write or to replace; of a symbolic link, what it points to
   * @param bytes how many the content has, for messages
   * @throws IOException if any part fails; the message names the file, the cause and the remedy
   */
  public void write(Path target, long bytes, Content content) throws IOException {
    Path file = resolve(target);
    Path directory = file.getParent();
    Path temporary = directory.resolve(".d4c-" + UUID.randomUUID() + ".tmp");
    try {
      fill(temporary, content);
      moveInPlace(temporary, file);
    } catch (IOException e) {
      IOException failure = WriteFailure.explain(target, directory, bytes, e);
      remove(temporary, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      remove(temporary, e);
      throw e;
    }
    forceDirectory(directory);
  }

  /** As {@link #write(Path, long, Content)}, of these bytes. */
  public void write(Path target, byte[] content) throws IOException {
    write(
        target,
        content.length,
        out -> {
          ByteBuffer left = ByteBuffer.wrap(content);
          while (left.hasRemaining()) {
            out.write(left);
          }
        });
  }

  private static Path resolve(Path target) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException(
          target + " cannot be written: it is a directory or a device; name a file");
    }
    boolean link = Files.isSymbolicLink(target) && Files.exists(target);
    return link ? target.toRealPath() : target.toAbsolutePath();
  }

  private void fill(Path temporary, Content content) throws IOException {
    try (FileChannel out = opener.open(temporary)) {
      content.writeTo(out);
      out.force(true);
    }
  }

  private void moveInPlace(Path temporary, Path file) throws IOException {
    try {
      mover.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      mover.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Makes the move itself last through a loss of power. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows does not open directories and some network drives do not sync them. The file is
      // whole and in place all the same, so this is no failure to report.
    }
  }
}
