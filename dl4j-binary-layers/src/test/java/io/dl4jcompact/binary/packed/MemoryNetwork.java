package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Networks whose memory is measured, of bits or their float twins. */
enum MemoryNetwork {
  /** Two convolutions and two dense layers, eighteen million weights. */
  WIDE_CONVOLUTIONS(8, 64, 18_300_000) {
    @Override
    List<Layer> layers(boolean bits, boolean wide) {
      int channels = wide ? 384 : 1;
      int width = wide ? 2048 : 1;
      return List.of(
          convolution(bits, channels),
          convolution(bits, channels),
          pooling(),
          dense(bits, width),
          dense(bits, width));
    }
  },
  /** Two convolutions of 64 channels on maps of 28x28: few weights and many values. */
  LARGE_MAPS(28, 64, 74_000) {
    @Override
    List<Layer> layers(boolean bits, boolean wide) {
      int channels = wide ? 64 : 1;
      return List.of(convolution(bits, channels), convolution(bits, channels));
    }
  },
  /** Three dense layers of 4,096, fifty million weights. */
  WIDE_DENSE(1, 4096, 50_300_000) {
    @Override
    List<Layer> layers(boolean bits, boolean wide) {
      int width = wide ? 4096 : 1;
      return List.of(dense(bits, width), dense(bits, width), dense(bits, width));
    }
  };

  private final int size;
  private final int channels;
  private final long weights;

  MemoryNetwork(int size, int channels, long weights) {
    this.size = size;
    this.channels = channels;
    this.weights = weights;
  }

  /** All layers but the last; few weights if it is not to be wide. */
  abstract List<Layer> layers(boolean bits, boolean wide);

  /** What its bits and their accumulators take. */
  long kilobytes(AccumulatorType type) {
    return (weights / Byte.SIZE + weights * type.bytes()) / 1024;
  }

  InputType input(boolean wide) {
    int width = wide ? channels : 1;
    return size == 1 ? InputType.feedForward(width) : InputType.convolutional(size, size, width);
  }

  /** The shape of so many samples. */
  long[] features(int samples, boolean wide) {
    int width = wide ? channels : 1;
    return size == 1 ? new long[] {samples, width} : new long[] {samples, width, size, size};
  }

  private static Layer convolution(boolean bits, int outputs) {
    return bits
        ? new BooleanConvolutionLayer.Builder(3, 3)
            .nOut(outputs)
            .activation(new BooleanActivation())
            .build()
        : new ConvolutionLayer.Builder(3, 3).nOut(outputs).build();
  }

  private static Layer dense(boolean bits, int outputs) {
    return bits
        ? new BooleanDenseLayer.Builder().nOut(outputs).activation(new BooleanActivation()).build()
        : new DenseLayer.Builder().nOut(outputs).build();
  }

  private static Layer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
