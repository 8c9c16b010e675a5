package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads and writes model files (.d4c).
 *
 * <p>A reader believes nothing that a file says. It takes a valid model or throws a {@link
 * ModelFormatException}, and takes no more memory than eight times the file's size and 192 MiB.
 */
public final class D4c {

  private D4c() {}

  /**
   * Reads a file.
   *
   * @throws ModelFormatException if there is no such file, it cannot be read, or it is not a whole
   *     and valid model that this version knows
   */
  public static Contents read(Path path) throws ModelFormatException {
    Objects.requireNonNull(path, "path");
    if (Files.isDirectory(path)) {
      throw new ModelFormatException(path + " is a directory; name the .d4c file in it");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return D4cReader.read(in, Files.size(path), path.toString());
    } catch (ModelFormatException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(path + " does not exist; check the path", e);
    } catch (AccessDeniedException e) {
      throw new ModelFormatException(path + " may not be read by this user; allow it", e);
    } catch (IOException e) {
      throw new ModelFormatException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a stream, for example of a class path resource, to its end. The stream is left open.
   *
   * @throws ModelFormatException if it is not a whole and valid model that this version knows
   * @throws IOException if the stream itself fails
   */
  public static Contents read(InputStream in) throws IOException {
    return D4cReader.read(Objects.requireNonNull(in, "in"), 0, "the model");
  }

  /**
   * Reads a buffer, for example a mapped file, from its position to its limit; neither is moved.
   * Nothing of the buffer is kept.
   *
   * @throws ModelFormatException if it is not a whole and valid model that this version knows
   */
  public static Contents read(ByteBuffer bytes) throws ModelFormatException {
    return D4cReader.read(Objects.requireNonNull(bytes, "bytes"), "the model");
  }

  /**
   * Writes a file as a whole or not at all: to a temporary file beside it, which then takes its
   * place.
   *
   * @throws ModelFormatException if the model is larger than the format allows
   * @throws IOException if the file cannot be written; one that was there before is untouched, and
   *     the message names the file, the cause and the remedy
   */
  public static void write(Contents contents, Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    D4cWriter writer = new D4cWriter(contents);
    AtomicFile.SYSTEM.write(path, writer.fileBytes(), writer::writeTo);
  }

  /**
   * Writes to a stream, which is left open and is not flushed.
   *
   * @throws ModelFormatException if the model is larger than the format allows
   * @throws IOException if the stream itself fails
   */
  public static void write(Contents contents, OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    new D4cWriter(contents).writeTo(Channels.newChannel(out));
  }
}
