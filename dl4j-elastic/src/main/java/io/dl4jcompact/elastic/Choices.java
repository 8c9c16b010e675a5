package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerSettings;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Lists of permitted sizes, as builders take them. */
final class Choices {

  private static final String REMEDY = "list the sizes in ascending order, the full one last";

  private Choices() {}

  /** Refuses a list that is not strictly ascending from 1; an empty one is of a fixed size. */
  static void requireAscending(LayerSettings settings, String setting, int... sizes) {
    int previous = 0;
    for (int size : sizes) {
      settings.require(
          size > previous, setting, Arrays.toString(sizes), "ascending sizes of 1 or more", REMEDY);
      previous = size;
    }
  }

  /** As {@link #requireAscending}, with the full size, if that is known (not 0), as the last. */
  static void requireFull(LayerSettings settings, String setting, long full, int... sizes) {
    requireAscending(settings, setting, sizes);
    settings.require(
        sizes.length == 0 || full == 0 || sizes[sizes.length - 1] == full,
        setting,
        Arrays.toString(sizes),
        "the last one to be " + full,
        REMEDY);
  }

  /**
   * The sizes below a full one, then that: transfer learning may have changed the full one.
   *
   * @param sizes in ascending order; empty for a fixed size, which has no choices
   */
  static int[] upTo(long full, int... sizes) {
    int last = Math.toIntExact(full);
    return IntStream.concat(
            Arrays.stream(sizes).filter(size -> size < last),
            sizes.length == 0 ? IntStream.empty() : IntStream.of(last))
        .toArray();
  }
}
