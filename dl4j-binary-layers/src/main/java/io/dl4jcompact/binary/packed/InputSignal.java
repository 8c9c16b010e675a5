package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.Kernels;
import java.util.Arrays;

/**
 * The signal that a layer passes on, G_X = -c · scale · Σ q · e(W): a product of matrices for a
 * dense layer, else a convolution of the planes, spread by the strides, with the turned weights.
 */
final class InputSignal {

  /** Samples of a dense layer that are computed at a time. */
  private static final int ROWS = 32;

  private final LayerShape shape;
  private final Kernels kernels;
  private final WorkingSpace space;
  private final TensorType spread;
  private final Window window;

  InputSignal(LayerShape shape, Kernels kernels, WorkingSpace space) {
    this.shape = shape;
    this.kernels = kernels;
    this.space = space;
    Window forward = shape.window();
    TensorType output = shape.output();
    int height = (output.height() - 1) * forward.strideHeight() + 1;
    int width = (output.width() - 1) * forward.strideWidth() + 1;
    spread = new TensorType(output.element(), height, width, output.channels());
    window =
        new Window(
            forward.kernelHeight(),
            forward.kernelWidth(),
            1,
            1,
            1,
            1,
            forward.kernelHeight() - 1 - forward.padTop(),
            shape.input().height() + forward.padTop() - height,
            forward.kernelWidth() - 1 - forward.padLeft(),
            shape.input().width() + forward.padLeft() - width);
  }

  /** Positions first and channels last. */
  SampleFloats of(SignalPlanes planes, long[] weights, double signalScale) {
    int samples = planes.plane(0).samples();
    SampleFloats passed = space.take(samples, shape.input());
    float factor = (float) -signalScale * planes.scale();
    if (planes.isZero()) {
      passed.array().assign(0);
    } else if (shape.dense()) {
      ofDense(planes, weights, factor, passed);
    } else {
      ofConvolution(planes, weights, factor, passed);
    }
    return passed;
  }

  private void ofDense(SignalPlanes planes, long[] weights, float factor, SampleFloats passed) {
    int length = shape.fanIn();
    int outputs = shape.outputs();
    int rowWords = BitBlocks.words(outputs);
    long[] turned = new long[Math.multiplyExact(length, rowWords)];
    BitBlocks.transpose(
        weights, 0, length, outputs, length, turned, 0, (long) rowWords * Long.SIZE);
    PlaneProduct product = new PlaneProduct(turned, outputs, length);
    int samples = passed.samples();
    int[][] signal = new int[planes.count()][];
    for (int k = 0; k < signal.length; k++) {
      signal[k] = PlaneProduct.rows(planes.plane(k).words(), samples, outputs);
    }
    float[] values = new float[Math.min(ROWS, samples) * length];
    for (int first = 0; first < samples; first += ROWS) {
      int[][] sums = new int[Math.min(ROWS, samples - first)][length];
      product.run(signal, first, sums, planes.rowSums());
      for (int i = 0; i < sums.length; i++) {
        for (int c = 0; c < length; c++) {
          values[i * length + c] = sums[i][c] * factor;
        }
      }
      passed.write(first, sums.length, values);
    }
  }

  private void ofConvolution(
      SignalPlanes planes, long[] weights, float factor, SampleFloats passed) {
    int size = shape.input().size();
    int most = space.slices().samples(Math.max(size, spread.size()), passed.samples());
    int channels = shape.input().channels();
    SignProduct product = new SignProduct(kernels, spread, window, channels, turned(weights), most);
    float[] values = new float[product.capacity() * size];
    for (int first = 0; first < passed.samples(); first += product.capacity()) {
      int count = Math.min(product.capacity(), passed.samples() - first);
      Arrays.fill(values, 0);
      for (int k = 0; k < planes.count(); k++) {
        BitBatch plane = spread(planes.plane(k).slice(first, count));
        add(product.run(plane.words(), 0, count), planes.factor(k), values, count * size);
      }
      for (int i = 0; i < count * size; i++) {
        values[i] *= factor;
      }
      passed.write(first, count, values);
    }
  }

  private static void add(float[] sums, float factor, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += factor * sums[i];
    }
  }

  /** Weights with inputs and outputs exchanged, and windows turned by 180 degrees. */
  private long[] turned(long[] weights) {
    int outputs = shape.outputs();
    int channels = shape.input().channels();
    int fanIn = shape.fanIn();
    long[] turned = new long[BitBlocks.words(shape.weights())];
    int taps = shape.window().taps();
    for (int tap = 0; tap < taps; tap++) {
      long to = (long) (taps - 1 - tap) * outputs;
      BitBlocks.transpose(
          weights,
          (long) tap * channels,
          fanIn,
          outputs,
          channels,
          turned,
          to,
          (long) taps * outputs);
    }
    return turned;
  }

  /** A plane with as many zeros between positions as strides pass over. */
  private BitBatch spread(BitBatch plane) {
    if (spread.sameDimensions(plane.type())) {
      return plane;
    }
    BitBatch wide = BitBatch.zeros(spread, plane.samples());
    TensorType type = plane.type();
    int words = plane.positionWords();
    for (int sample = 0; sample < plane.samples(); sample++) {
      for (int y = 0; y < type.height(); y++) {
        for (int x = 0; x < type.width(); x++) {
          int from = (sample * type.positions() + y * type.width() + x) * words;
          int row = y * shape.window().strideHeight();
          int column = x * shape.window().strideWidth();
          int to = (sample * spread.positions() + row * spread.width() + column) * words;
          System.arraycopy(plane.words(), from, wide.words(), to, words);
        }
      }
    }
    return wide;
  }
}
