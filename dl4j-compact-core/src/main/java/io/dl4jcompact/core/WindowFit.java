package io.dl4jcompact.core;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * A convolution's window along one axis, and whether it fits what it slides over. Deeplearning4j
 * finds this out when a network runs, and does not always name the layer.
 *
 * @param things what the axis counts, for example rows
 */
public record WindowFit(
    int kernelSize, int stride, int dilation, int padding, ConvolutionMode mode, String things) {

  /**
   * @param size of the input along the axis
   * @throws IllegalArgumentException if the window is larger than input and padding, leaves steps
   *     over in mode Strict, or in mode Same leaves more out between its places than the mode can
   *     do; the message names the layer
   */
  public void require(LayerSettings settings, long size) {
    long extent = (kernelSize - 1L) * dilation + 1;
    long room = size + 2L * padding;
    if (mode == ConvolutionMode.Same) {
      long covered = ((size + stride - 1) / stride - 1) * stride + extent;
      settings.require(
          (covered - size) / 2 >= 0,
          "stride",
          stride + " with kernelSize " + kernelSize + " and dilation " + dilation,
          "less over the input's %d %s in convolution mode Same, which cannot pad by less than 0"
              .formatted(size, things),
          "take a smaller stride, a larger window, or convolution mode Truncate");
      return;
    }
    settings.require(
        mode == ConvolutionMode.Causal || extent <= room,
        "kernelSize",
        kernelSize + " with dilation " + dilation,
        "a window within the input's %d %s and their padding".formatted(size, things),
        "take a smaller one, or convolution mode Same");
    settings.require(
        mode != ConvolutionMode.Strict || (room - extent) % stride == 0,
        "stride",
        stride + " with kernelSize " + kernelSize + " and dilation " + dilation,
        "a stride that leaves none of the input's %d %s over in convolution mode Strict"
            .formatted(size, things),
        "take another stride or padding, or convolution mode Truncate");
  }

  /**
   * Refuses a window over images that no map fits.
   *
   * @throws IllegalArgumentException if there are not two values each, one is too small, the mode
   *     is Causal, or padding is given in mode Same; the message names the layer
   */
  public static void requireImageWindow(
      LayerSettings settings,
      int[] kernelSize,
      int[] stride,
      int[] dilation,
      int[] padding,
      ConvolutionMode mode) {
    settings.pairAtLeast(1, "kernelSize", kernelSize, "set .kernelSize(height, width)");
    settings.pairAtLeast(1, "stride", stride, "set .stride(height, width)");
    settings.pairAtLeast(1, "dilation", dilation, "leave .dilation(..) out for no dilation");
    settings.pairAtLeast(0, "padding", padding, "leave .padding(..) out for no padding");
    settings.require(
        mode != ConvolutionMode.Causal,
        "convolutionMode",
        mode,
        "Strict, Truncate or Same",
        "set .convolutionMode(..) here; Causal is for layers that convolve sequences");
    settings.require(
        mode != ConvolutionMode.Same || (padding[0] == 0 && padding[1] == 0),
        "padding",
        padding[0] + "x" + padding[1],
        "0x0 in convolution mode Same, which pads by itself",
        "leave .padding(..) or .convolutionMode(..) out, here and in the network's settings");
  }
}
