package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.quantizer.Identity;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** What the layers of {@link SmallCnn} are made of, but for the last. */
enum LayerKind {
  /**
   * Weights of ±1, and inputs of {0, 1} but for the first layer, which sees the pixels as they are.
   * The layers' input quantisers take the place of an activation function.
   */
  ONE_BIT(Activation.IDENTITY) {
    @Override
    Layer first(int outputs) {
      return new BinaryConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .inputQuantizer(new Identity())
          .hasBias(false)
          .build();
    }

    @Override
    Layer convolution(int outputs) {
      return new BinaryConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .hasBias(false)
          .build();
    }

    @Override
    Layer dense(int outputs) {
      return new BinaryDenseLayer.Builder().nOut(outputs).hasBias(false).build();
    }
  },
  /** Deeplearning4j's own layers with ReLU: the float twin. */
  FLOAT(Activation.RELU) {
    @Override
    Layer first(int outputs) {
      return convolution(outputs);
    }

    @Override
    Layer convolution(int outputs) {
      return new ConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .hasBias(false)
          .build();
    }

    @Override
    Layer dense(int outputs) {
      return new DenseLayer.Builder().nOut(outputs).hasBias(false).build();
    }
  };

  private final Activation activation;

  LayerKind(Activation activation) {
    this.activation = activation;
  }

  /** The activation behind each batch normalisation. */
  Activation activation() {
    return activation;
  }

  /** The convolution that sees the pixels. */
  abstract Layer first(int outputs);

  /** A convolution without bias, since a batch normalisation follows. */
  abstract Layer convolution(int outputs);

  /** A dense layer without bias, since a batch normalisation follows. */
  abstract Layer dense(int outputs);
}
