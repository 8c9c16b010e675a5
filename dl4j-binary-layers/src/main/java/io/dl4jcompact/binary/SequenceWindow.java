package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerSettings;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * The window of a convolution over time. Of the pairs that Deeplearning4j keeps, the second is
 * across time and has no effect.
 */
final class SequenceWindow {

  private SequenceWindow() {}

  /**
   * @throws IllegalArgumentException if a value is too small or across time, or the mode pads by
   *     itself and a padding is given; the message names the layer
   */
  static void require(
      LayerSettings settings,
      int[] kernelSize,
      int[] stride,
      int[] dilation,
      int[] padding,
      ConvolutionMode mode) {
    requireSingle(settings, "kernelSize", kernelSize, 1, 1);
    requireSingle(settings, "stride", stride, 1, 1);
    requireSingle(settings, "dilation", dilation, 1, 1);
    requireSingle(settings, "padding", padding, 0, 0);
    settings.require(
        mode == ConvolutionMode.Truncate
            || mode == ConvolutionMode.Strict
            || mode == null
            || padding[0] == 0,
        "padding",
        padding[0],
        "0 in convolution mode " + mode + ", which pads by itself",
        "leave .padding(..) or .convolutionMode(..) out, here and in the network's settings");
  }

  private static void requireSingle(
      LayerSettings settings, String setting, int[] values, int minimum, int across) {
    settings.require(
        values.length == 2 && values[1] == across && values[0] >= minimum,
        setting,
        values.length == 2 && values[1] == across ? values[0] : Arrays.toString(values),
        "one value of at least " + minimum,
        "set ." + setting + "(steps)");
  }
}
