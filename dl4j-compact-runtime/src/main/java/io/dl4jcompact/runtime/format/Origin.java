package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;

/**
 * Where a model comes from: what every message about it starts with, and the version that decides
 * what to advise.
 *
 * @param source how messages call it, for example the path of its file
 * @param minor the minor format version that the file claims
 */
record Origin(String source, int minor) {

  /** Part of the file does not hold what the format says. */
  ModelFormatException damaged(String where, String problem) {
    return new ModelFormatException(message(where, problem, "copy or export it again"));
  }

  /** As {@link #damaged(String, String)}, found by the graph's own checks. */
  ModelFormatException damaged(String where, RuntimeException problem) {
    String remedy = "export it again";
    return new ModelFormatException(message(where, problem.getMessage(), remedy), problem);
  }

  /** Part of the file is a kind of thing that this reader does not know. */
  ModelFormatException unknown(String where, String problem) {
    if (minor <= Header.MINOR) {
      return damaged(where, problem);
    }
    String newer =
        "the file is of format %d.%d, this reader knows up to %d.%d: update the dl4j-compact runtime";
    return new ModelFormatException(
        message(where, problem, newer.formatted(Header.MAJOR, minor, Header.MAJOR, Header.MINOR)));
  }

  private String message(String where, String problem, String remedy) {
    return source + ", " + where + ": " + problem + "; " + remedy;
  }
}
