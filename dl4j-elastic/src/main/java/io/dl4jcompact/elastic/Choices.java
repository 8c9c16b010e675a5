package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
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

  /** The size that was set, or the last of the sizes if it is 0. */
  static long full(long set, int... sizes) {
    return set == 0 && sizes.length > 0 ? sizes[sizes.length - 1] : set;
  }

  /** As {@link #requireAscending}, with the full size as the last. */
  static void requireFull(LayerSettings settings, String setting, long full, int... sizes) {
    requireAscending(settings, setting, sizes);
    settings.require(
        sizes.length == 0 || sizes[sizes.length - 1] == full,
        setting,
        Arrays.toString(sizes),
        "the last one to be " + full,
        REMEDY);
  }

  /** Refuses to skip a layer whose output has not its input's shape. */
  static void requireSkippable(LayerSettings settings, boolean skippable, long nIn, long nOut) {
    settings.require(
        !skippable || nIn == nOut,
        "nOut",
        nOut,
        nIn + " as nIn, as the layer is skippable",
        "leave .skippable(true) out, or change nOut");
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

  /** Those of a layer with one dimension that has sizes, and one more if it may be skipped. */
  static Map<Dimension, int[]> of(Dimension dimension, int[] sizes, boolean skippable) {
    Map<Dimension, int[]> choices = new EnumMap<>(Dimension.class);
    put(choices, dimension, sizes);
    put(choices, Dimension.DEPTH, skippable ? new int[] {0, 1} : new int[0]);
    return choices;
  }

  /** Adds a dimension, if it has more than one size. */
  static void put(Map<Dimension, int[]> choices, Dimension dimension, int... sizes) {
    if (sizes.length > 1) {
      choices.put(dimension, sizes);
    }
  }
}
