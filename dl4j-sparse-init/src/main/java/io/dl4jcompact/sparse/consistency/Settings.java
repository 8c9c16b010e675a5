package io.dl4jcompact.sparse.consistency;

/** Refuses numbers that are too small. */
final class Settings {

  private Settings() {}

  static void requireAtLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d, expected at least %d".formatted(name, value, least));
    }
  }
}
