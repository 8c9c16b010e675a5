package io.dl4jcompact.core;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Refuses bad settings of one layer with a message that names the layer, the setting, its value,
 * what was expected and what to do.
 *
 * @param layerType the layer's class as users know it, for example {@code BinaryDenseLayer}
 * @param layerName the name the user gave the layer, or null where there is none: Deeplearning4j
 *     leaves it null
 */
public record LayerSettings(String layerType, String layerName) implements Serializable {

  public LayerSettings {
    Objects.requireNonNull(layerType, "layerType");
  }

  /**
   * Requires a value of at least {@code minimum}.
   *
   * @throws IllegalArgumentException if it is less
   */
  public void atLeast(long minimum, String setting, long value, String remedy) {
    require(value >= minimum, setting, value, "at least " + minimum, remedy);
  }

  /**
   * Requires two values of at least {@code minimum}: height, then width.
   *
   * @throws IllegalArgumentException if there are not two, or one is less
   */
  public void pairAtLeast(int minimum, String setting, int[] values, String remedy) {
    boolean valid =
        values != null && values.length == 2 && values[0] >= minimum && values[1] >= minimum;
    require(
        valid,
        setting,
        Arrays.toString(values),
        "two values (height, width) of at least " + minimum,
        remedy);
  }

  /**
   * Requires a condition of a setting.
   *
   * @throws IllegalArgumentException if the condition is false
   */
  public void require(
      boolean condition, String setting, Object value, String expected, String remedy) {
    if (!condition) {
      throw new IllegalArgumentException(message(setting, value, expected, remedy));
    }
  }

  /** The text of the exception that refuses a setting. */
  public String message(String setting, Object value, String expected, String remedy) {
    String name = layerName == null ? "(not named)" : "\"" + layerName + "\"";
    return "%s %s: %s is %s, expected %s; %s"
        .formatted(layerType, name, setting, value, expected, remedy);
  }
}
