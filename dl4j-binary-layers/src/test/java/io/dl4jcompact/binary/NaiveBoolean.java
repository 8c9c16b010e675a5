package io.dl4jcompact.binary;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Boolean layer by plain loops over windows and taps, with XOR as a truth table. A dense layer is
 * a convolution of a 1x1 image. Knows nothing of the layers' implementations.
 */
final class NaiveBoolean {

  private final BooleanLayer conf;
  private final int[] stride;
  private final int[] before;
  private final int[] xs;
  private final int[] ws;
  private final int[] zs;
  private final double[] x;
  private final double[] w;
  private final double[] b;

  /** Sums, in c order; then what {@link #backward} finds, each in c order. */
  final double[] sums;

  double[] inputGradient;
  double[] weightGradient;
  double[] biasGradient;

  /**
   * @param input [minibatch, nIn] or [minibatch, nIn, inH, inW]
   * @param weights [nIn, nOut] or [nOut, nIn, kH, kW]
   * @param bias null for none
   */
  NaiveBoolean(FeedForwardLayer layer, INDArray input, INDArray weights, INDArray bias) {
    conf = (BooleanLayer) layer;
    INDArray outputsFirst = weights.rank() == 2 ? weights.transpose() : weights;
    xs = fourDimensions(input);
    ws = fourDimensions(outputsFirst);
    x = input.dup('c').data().asDouble();
    w = outputsFirst.dup('c').data().asDouble();
    b = bias == null ? new double[ws[0]] : bias.dup('c').data().asDouble();
    stride = layer instanceof ConvolutionLayer c ? c.getStride() : new int[] {1, 1};
    zs = new int[] {xs[0], ws[0], outputs(layer, 0), outputs(layer, 1)};
    before = new int[] {before(layer, 0), before(layer, 1)};
    sums = new double[zs[0] * zs[1] * zs[2] * zs[3]];
    forEachTap((z, xi, wi) -> sums[z] += xor(xi < 0 ? 0 : x[xi], w[wi]));
    int map = zs[2] * zs[3];
    for (int z = 0; z < sums.length; z++) {
      double centre = conf.inputDomain() == Domain.REAL ? 0 : ws[1] * ws[2] * ws[3] / 2.0;
      sums[z] += b[z / map % zs[1]] - centre;
    }
  }

  private static int[] fourDimensions(INDArray array) {
    return array.rank() == 4
        ? new int[] {size(array, 0), size(array, 1), size(array, 2), size(array, 3)}
        : new int[] {size(array, 0), size(array, 1), 1, 1};
  }

  private static int size(INDArray array, int dimension) {
    return Math.toIntExact(array.size(dimension));
  }

  private int outputs(FeedForwardLayer layer, int axis) {
    int in = xs[2 + axis];
    if (!(layer instanceof ConvolutionLayer convolution)) {
      return 1;
    }
    return convolution.getConvolutionMode() == ConvolutionMode.Same
        ? (in + stride[axis] - 1) / stride[axis]
        : (in + 2 * convolution.getPadding()[axis] - ws[2 + axis]) / stride[axis] + 1;
  }

  private int before(FeedForwardLayer layer, int axis) {
    if (!(layer instanceof ConvolutionLayer convolution)) {
      return 0;
    }
    int total = (zs[2 + axis] - 1) * stride[axis] + ws[2 + axis] - xs[2 + axis];
    return convolution.getConvolutionMode() == ConvolutionMode.Same
        ? Math.max(0, total) / 2
        : convolution.getPadding()[axis];
  }

  private double xor(double value, double weight) {
    if (conf.inputDomain() == Domain.REAL) {
      return -value * (2 * weight - 1);
    }
    return value != weight ? 1 : 0;
  }

  /** Indices of a sum, of an input, -1 for padding, and of a weight. */
  private interface Tap {
    void accept(int z, int xi, int wi);
  }

  private void forEachTap(Tap tap) {
    int z = 0;
    for (int sample = 0; sample < zs[0]; sample++) {
      for (int n = 0; n < zs[1]; n++) {
        for (int row = 0; row < zs[2]; row++) {
          for (int column = 0; column < zs[3]; column++, z++) {
            for (int k = 0; k < ws[1] * ws[2] * ws[3]; k++) {
              int channel = k / (ws[2] * ws[3]);
              int y = row * stride[0] - before[0] + k / ws[3] % ws[2];
              int v = column * stride[1] - before[1] + k % ws[3];
              boolean inside = y >= 0 && y < xs[2] && v >= 0 && v < xs[3];
              int xi = ((sample * xs[1] + channel) * xs[2] + y) * xs[3] + v;
              tap.accept(z, inside ? xi : -1, n * ws[1] * ws[2] * ws[3] + k);
            }
          }
        }
      }
    }
  }

  /** The outputs' bits at a threshold. */
  double[] bits(double threshold) {
    double[] bits = new double[sums.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = sums[i] >= threshold ? 1 : 0;
    }
    return bits;
  }

  /** What of a signal passes the activation. */
  double[] passed(double[] signal, double threshold) {
    double alpha = Math.PI / (2 * Math.sqrt(3.0 * ws[1] * ws[2] * ws[3]));
    double[] passed = new double[sums.length];
    for (int i = 0; i < passed.length; i++) {
      double tanh = Math.tanh(alpha * (sums[i] - threshold));
      passed[i] = signal[i] * (1 - tanh * tanh);
    }
    return passed;
  }

  /**
   * @param signal of the sums
   * @param scale of the signal passed on
   */
  void backward(double[] signal, double scale) {
    inputGradient = new double[x.length];
    weightGradient = new double[w.length];
    biasGradient = new double[ws[0]];
    boolean bool = conf.signalDomain() == Domain.BOOLEAN;
    forEachTap(
        (z, xi, wi) -> {
          if (xi >= 0) {
            inputGradient[xi] +=
                scale * (bool ? vote(signal[z], w[wi]) : signal[z] * (1 - 2 * w[wi]));
          }
          double value = xi < 0 ? 0 : x[xi];
          weightGradient[wi] +=
              conf.inputDomain() == Domain.REAL
                  ? -2 * value * (bool ? Math.signum(signal[z]) : signal[z])
                  : bool ? vote(signal[z], value) : signal[z] * (1 - 2 * value);
        });
    for (int z = 0; z < sums.length; z++) {
      biasGradient[z / (zs[2] * zs[3]) % zs[1]] += bool ? Math.signum(signal[z]) : signal[z];
    }
  }

  /** 2·XOR - 1 with the signal's truth value, 0 where it has none. */
  private static double vote(double signal, double bit) {
    if (signal == 0) {
      return 0;
    }
    int truth = signal > 0 ? 1 : 0;
    return 2 * (truth ^ (int) bit) - 1;
  }
}
