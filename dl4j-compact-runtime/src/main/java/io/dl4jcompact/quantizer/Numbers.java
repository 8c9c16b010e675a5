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
      throw noNumber(spec, what, e);
    }
  }

  /** As {@link #parse}; not its result's cast, which would round twice. */
  static float parseFloat(String spec, String what, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw noNumber(spec, what, e);
    }
  }

  /** As {@link #parse}, for a whole number. */
  static int parseInt(String spec, String what, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw noNumber(spec, what, e);
    }
  }

  private static IllegalArgumentException noNumber(
      String spec, String what, NumberFormatException e) {
    return new IllegalArgumentException("quantiser '" + spec + "': " + what + " is no number", e);
  }
}
