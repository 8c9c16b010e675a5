package io.dl4jcompact.runtime.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Says why a file could not be written, and what to do. */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * A failure with the given cause.
   *
   * @param bytes how many were to be written
   */
  static IOException explain(Path file, Path directory, long bytes, IOException cause) {
    String reason = reason(directory, bytes, cause);
    return new IOException(file + " cannot be written: " + reason, cause);
  }

  private static String reason(Path directory, long bytes, IOException cause) {
    if (!Files.isDirectory(directory)) {
      return "there is no directory " + directory + "; make it first";
    }
    if (cause instanceof AccessDeniedException) {
      return "this user may not write in " + directory + "; allow it or choose another directory";
    }
    String message = message(cause);
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("read-only")) {
      return directory + " is on a read-only file system; choose another directory";
    }
    if (lower.contains("no space")
        || lower.contains("not enough space")
        || isFull(directory, bytes)) {
      return "the disk is full, the model takes "
          + bytes
          + " bytes; free some space ("
          + message
          + ")";
    }
    return message + "; the model takes " + bytes + " bytes";
  }

  private static String message(IOException cause) {
    return cause instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }

  private static boolean isFull(Path directory, long bytes) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < bytes;
    } catch (IOException e) {
      // It cannot be known; the failure's own message must do.
      return false;
    }
  }
}
