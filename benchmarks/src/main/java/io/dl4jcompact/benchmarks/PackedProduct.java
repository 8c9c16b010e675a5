package io.dl4jcompact.benchmarks;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A product of {0, 1} and ±1 operands, as bits and as floats, each ready to run on one thread. */
final class PackedProduct {

  private static final long SEED = 1;

  private final Window window;
  private final TensorType map;
  private final int batch;
  private final ConvolutionKernel kernel;
  private final Memory memory;
  private final Slot input;
  private final Slot output;
  private final INDArray rows;
  private final INDArray weights;
  private final INDArray sums;

  private PackedProduct(Window window, TensorType map, int batch, int outputs) {
    this.window = window;
    this.map = map;
    this.batch = batch;
    SplittableRandom random = new SplittableRandom(SEED);
    int length = window.taps() * map.channels();
    Bits signs = Bits.of(outputs * length, i -> random.nextBoolean());
    Convolution operation =
        new Convolution(window, outputs, new Weights.Signs(signs), Epilogue.Real.NONE);
    kernel = KernelSelection.ofProperty().kernels().convolution(operation, map);
    input = new Slot(true, 0, Slot.sizeOf(map));
    output = new Slot(false, 0, Slot.sizeOf(operation.outputType(List.of(map))));
    memory = new Memory(batch, output.size(), input.size(), kernel.scratch());
    for (int i = 0; i < batch * map.positions() * map.channels(); i++) {
      if (random.nextBoolean()) {
        memory.words()[word(i)] |= 1L << i % map.channels();
      }
    }
    Nd4j.factory().blas().setMaxThreads(1);
    rows = floatRows();
    weights = floatWeights(signs, length, outputs);
    // OpenBLAS writes columns; any other order would be copied.
    sums = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows.rows(), outputs}, 'f');
    requireEqual();
  }

  /** A dense layer for some samples. */
  static PackedProduct dense(int batch, int inputs, int outputs) {
    TensorType vector = TensorType.vector(inputs).with(ElementType.BIT_01);
    return new PackedProduct(Window.covering(vector), vector, batch, outputs);
  }

  /** A 3x3 convolution of one square map, padded to keep its size. */
  static PackedProduct convolution(int size, int channels, int outputs) {
    TensorType map = TensorType.map(size, size, channels).with(ElementType.BIT_01);
    return new PackedProduct(new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), map, 1, outputs);
  }

  /** The sums by the runtime's kernel, at the start of an array: positions, then outputs. */
  float[] packed() {
    kernel.run(memory, input, output, batch);
    return memory.floats();
  }

  /** The sums by ND4J, [positions, outputs]. */
  INDArray nd4j() {
    return rows.mmuli(weights, sums);
  }

  private int word(int element) {
    int channels = map.channels();
    return element / channels * Bits.words(channels) + element % channels / Long.SIZE;
  }

  private INDArray floatRows() {
    int height = window.outputHeight(map.height());
    int width = window.outputWidth(map.width());
    float[][] values = new float[batch * height * width][window.taps() * map.channels()];
    for (int r = 0; r < values.length; r++) {
      for (int k = 0; k < values[r].length; k++) {
        int tap = k / map.channels();
        int y = r / width % height - window.padTop() + tap / window.kernelWidth();
        int x = r % width - window.padLeft() + tap % window.kernelWidth();
        if (y >= 0 && y < map.height() && x >= 0 && x < map.width()) {
          int sample = r / (height * width);
          int position = (sample * map.height() + y) * map.width() + x;
          int channel = k % map.channels();
          long word = memory.words()[word(position * map.channels() + channel)];
          values[r][k] = word >>> channel & 1;
        }
      }
    }
    return Nd4j.create(values);
  }

  private static INDArray floatWeights(Bits signs, int length, int outputs) {
    float[][] values = new float[length][outputs];
    for (int i = 0; i < signs.length(); i++) {
      values[i % length][i / length] = signs.get(i) ? 1 : -1;
    }
    return Nd4j.create(values);
  }

  private void requireEqual() {
    float[] expected = nd4j().dup('c').data().asFloat();
    float[] actual = packed();
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        throw new IllegalStateException(
            "sum " + i + " is " + actual[i] + ", ND4J says " + expected[i]);
      }
    }
  }
}
