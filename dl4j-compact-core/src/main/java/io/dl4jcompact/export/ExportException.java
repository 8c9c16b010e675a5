package io.dl4jcompact.export;

/** A network cannot be exported as it is; the message names the layer, the reason and a remedy. */
public final class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExportException(String message) {
    super(message);
  }

  public ExportException(String message, Throwable cause) {
    super(message, cause);
  }

  static ExportException notInitialised() {
    return new ExportException("the network has no parameters yet: call init() first");
  }
}
