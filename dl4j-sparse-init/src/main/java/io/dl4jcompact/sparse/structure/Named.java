package io.dl4jcompact.sparse.structure;

import java.util.regex.Pattern;

/** What names and numbers of structures may be. */
final class Named {

  /** Names of files too, on any system. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?");

  private Named() {}

  static void require(String field, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          ("%s is \"%s\", expected 1 to 64 letters, digits, spaces, dots, \"_\" or \"-\", with a letter"
                  + " or a digit at both ends")
              .formatted(field, value));
    }
  }

  static void requireRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(field, value, least, most));
    }
  }
}
