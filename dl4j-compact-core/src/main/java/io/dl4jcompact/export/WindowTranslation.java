package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** The window of a DL4J convolution or pooling layer. */
public final class WindowTranslation {

  private WindowTranslation() {}

  /**
   * The window of a convolution.
   *
   * @throws ExportException for another format than NCHW or the mode Causal
   */
  public static Window of(ExportContext context, ConvolutionLayer conf) {
    return of(
        context,
        conf.getCnn2dDataFormat(),
        conf.getConvolutionMode(),
        conf.getKernelSize(),
        conf.getStride(),
        conf.getPadding(),
        conf.getDilation());
  }

  /**
   * The window over an input.
   *
   * <p>In mode Same the result has ⌈size / stride⌉ rows, and of the padding that this takes the
   * larger half is at the bottom; columns likewise. Strict and Truncate differ only in what DL4J
   * accepts when the network is made.
   *
   * @param kernel height and width; stride, padding and dilation likewise
   * @throws ExportException for another format than NCHW, the mode Causal, or a negative padding
   */
  public static Window of(
      ExportContext context,
      CNN2DFormat format,
      ConvolutionMode mode,
      int[] kernel,
      int[] stride,
      int[] padding,
      int[] dilation) {
    requireChannelsFirst(context, format);
    TensorType input = context.input().type();
    int[] vertical = {padding[0], padding[0]};
    int[] horizontal = {padding[1], padding[1]};
    if (mode == ConvolutionMode.Same) {
      vertical = same(context, input.height(), kernel[0], stride[0], dilation[0]);
      horizontal = same(context, input.width(), kernel[1], stride[1], dilation[1]);
    } else if (mode == ConvolutionMode.Causal) {
      throw context.unsupported(
          "convolution mode Causal is for sequences only; Strict, Truncate and Same are supported");
    }
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        dilation[0],
        dilation[1],
        vertical[0],
        vertical[1],
        horizontal[0],
        horizontal[1]);
  }

  /**
   * Refuses layers whose values are channels-last.
   *
   * @throws ExportException for another format than NCHW
   */
  public static void requireChannelsFirst(ExportContext context, CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw context.unsupported("data format " + format + " is not supported, use NCHW");
    }
  }

  private static int[] same(ExportContext context, int size, int kernel, int stride, int dilation) {
    int extent = (kernel - 1) * dilation + 1;
    int outputs = (size + stride - 1) / stride;
    int missing = (outputs - 1) * stride + extent - size;
    if (missing < -1) {
      throw context.unsupported(
          "stride "
              + stride
              + " over windows of "
              + extent
              + " in mode Same, where DL4J moves the windows by a padding below 0; use mode"
              + " Truncate, or a stride of at most the window");
    }
    int total = Math.max(0, missing);
    return new int[] {total / 2, total - total / 2};
  }
}
