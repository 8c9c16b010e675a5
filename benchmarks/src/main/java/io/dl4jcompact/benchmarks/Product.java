package io.dl4jcompact.benchmarks;

import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.SplittableRandom;

/** The products that kernels are measured on: of bits, or of 8-bit integers. */
public enum Product {
  A(1, vector(4096), 4096),
  B(64, vector(1024), 1024),
  C(256, vector(4096), 4096),
  D(1, map(14, 256), 256),
  E(1, map(56, 64), 64);

  private static final int KERNEL = 3;

  private final int batch;
  private final TensorType type;
  private final int outputs;

  Product(int batch, TensorType type, int outputs) {
    this.batch = batch;
    this.type = type;
    this.outputs = outputs;
  }

  private static TensorType vector(int length) {
    return TensorType.vector(length).with(ElementType.BIT_01);
  }

  private static TensorType map(int size, int channels) {
    return TensorType.map(size, size, channels).with(ElementType.BIT_01);
  }

  /** Number of samples. */
  int batch() {
    return batch;
  }

  /** One sample of the input. */
  TensorType type() {
    return type;
  }

  /** Number of output channels. */
  int outputs() {
    return outputs;
  }

  /** Whether it is a 3x3 convolution that keeps the map's size; else it is a dense layer. */
  boolean isConvolution() {
    return !type.isVector();
  }

  /** Where it looks. */
  Window window() {
    return isConvolution()
        ? new Window(KERNEL, KERNEL, 1, 1, 1, 1, 1, 1, 1, 1)
        : Window.covering(type);
  }

  /** Weights of one output. */
  int depth() {
    return window().taps() * type.channels();
  }

  /** Results of all samples. */
  int sums() {
    return batch * type.positions() * outputs;
  }

  /** The shape, for the table. */
  String shape() {
    return isConvolution()
        ? String.format(
            "conv 3x3, %d to %d, %dx%d", type.channels(), outputs, type.height(), type.width())
        : String.format("%dx%d to %d", batch, type.channels(), outputs);
  }

  /** Inputs of 0 and 1, ordered [sample][row][column][channel]. */
  byte[] inputs() {
    SplittableRandom random = new SplittableRandom(InferenceBenchmark.SEED);
    byte[] inputs = new byte[batch * type.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (byte) random.nextInt(2);
    }
    return inputs;
  }

  /** Weights of -1 and +1, ordered [output][kernel row][kernel column][channel]. */
  byte[] weights() {
    SplittableRandom random = new SplittableRandom(~InferenceBenchmark.SEED);
    byte[] weights = new byte[outputs * depth()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (2 * random.nextInt(2) - 1);
    }
    return weights;
  }

  /** {@link #inputs} and {@link #weights}. */
  Operands bits() {
    return new Operands(this, inputs(), weights());
  }

  /** Inputs in [0, 127] and weights in [-127, 127], in the same order. */
  Operands integers() {
    SplittableRandom random = new SplittableRandom(InferenceBenchmark.SEED);
    byte[] inputs = new byte[batch * type.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (byte) random.nextInt(Byte.MAX_VALUE + 1);
    }
    byte[] weights = new byte[outputs * depth()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) random.nextInt(-Byte.MAX_VALUE, Byte.MAX_VALUE + 1);
    }
    return new Operands(this, inputs, weights);
  }
}
