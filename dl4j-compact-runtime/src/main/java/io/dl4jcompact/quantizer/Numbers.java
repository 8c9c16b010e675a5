package io.dl4jcompact.quantizer;

/** Numbers in text forms. */
final class Numbers {

  private Numbers() {}

  /**
   * A number.
   *
   * @throws IllegalArgumentException if the text is none; the message quotes the whole spec
   */
  static double parse(String spec, String what, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + spec + "': " + what + " is no number", e);
    }
  }
}
