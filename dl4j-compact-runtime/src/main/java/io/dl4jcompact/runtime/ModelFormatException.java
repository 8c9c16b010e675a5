package io.dl4jcompact.runtime;

import java.io.IOException;

/**
 * A model file cannot be read or written as what it is: the file is foreign, damaged, cut short,
 * written by a newer version, or the model is too large for the format.
 *
 * <p>The message names the file, where there is one, the place in it, what was found, what was
 * expected and what to do.
 */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A failure that the format's own checks found. */
  public ModelFormatException(String message) {
    super(message);
  }

  /** A failure that something below or above the format found. */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
