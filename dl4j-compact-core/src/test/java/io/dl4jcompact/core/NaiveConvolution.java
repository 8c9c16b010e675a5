package io.dl4jcompact.core;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * A convolution by plain loops, the oracle of the layers' tests. A dense layer is one of a 1x1
 * image. Pairs are height, width.
 */
public final class NaiveConvolution {

  private final int[] stride;
  private final int[] padding;
  private final int[] dilation;
  private final ConvolutionMode mode;

  private NaiveConvolution(int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.mode = mode;
  }

  /** The convolution of a layer's window, or of a dense layer. */
  public static NaiveConvolution of(FeedForwardLayer conf) {
    return conf instanceof ConvolutionLayer convolution
        ? new NaiveConvolution(
            convolution.getStride(),
            convolution.getPadding(),
            convolution.getDilation(),
            convolution.getConvolutionMode())
        : new NaiveConvolution(
            new int[] {1, 1}, new int[2], new int[] {1, 1}, ConvolutionMode.Truncate);
  }

  private int outputs(int axis, int in, int kernel) {
    return mode == ConvolutionMode.Same || mode == ConvolutionMode.Causal
        ? (in + stride[axis] - 1) / stride[axis]
        : (in + 2 * padding[axis] - extent(axis, kernel)) / stride[axis] + 1;
  }

  private int extent(int axis, int kernel) {
    return (kernel - 1) * dilation[axis] + 1;
  }

  private int before(int axis, int in, int kernel) {
    int total = (outputs(axis, in, kernel) - 1) * stride[axis] + extent(axis, kernel) - in;
    return switch (mode) {
      case Same -> Math.max(0, total) / 2;
      case Causal -> extent(axis, kernel) - 1;
      default -> padding[axis];
    };
  }

  /**
   * The sums without scale and bias. As many groups of channels as x has more channels than w sees.
   *
   * @param x [minibatch, nIn, inH, inW] in c order, of shape {@code xs}
   * @param w [nOut, nIn / groups, kH, kW] in c order, of shape {@code ws}
   * @param padding what x is outside
   * @return [minibatch, nOut, outH, outW] in c order
   */
  public double[] convolve(double[] x, int[] xs, double[] w, int[] ws, double padding) {
    int outH = outputs(0, xs[2], ws[2]);
    int outW = outputs(1, xs[3], ws[3]);
    double[] z = new double[xs[0] * ws[0] * outH * outW];
    int next = 0;
    for (int b = 0; b < xs[0]; b++) {
      for (int n = 0; n < ws[0]; n++) {
        for (int row = 0; row < outH; row++) {
          for (int column = 0; column < outW; column++) {
            z[next++] = sum(x, xs, w, ws, padding, b, n, row, column);
          }
        }
      }
    }
    return z;
  }

  private double sum(
      double[] x,
      int[] xs,
      double[] w,
      int[] ws,
      double padding,
      int b,
      int n,
      int row,
      int column) {
    double sum = 0;
    int groups = xs[1] / ws[1];
    int first = n / (ws[0] / groups) * ws[1];
    for (int c = 0; c < ws[1]; c++) {
      for (int i = 0; i < ws[2]; i++) {
        for (int j = 0; j < ws[3]; j++) {
          int y = row * stride[0] - before(0, xs[2], ws[2]) + i * dilation[0];
          int v = column * stride[1] - before(1, xs[3], ws[3]) + j * dilation[1];
          boolean inside = y >= 0 && y < xs[2] && v >= 0 && v < xs[3];
          double value = inside ? x[((b * xs[1] + first + c) * xs[2] + y) * xs[3] + v] : padding;
          sum += value * w[((n * ws[1] + c) * ws[2] + i) * ws[3] + j];
        }
      }
    }
    return sum;
  }
}
