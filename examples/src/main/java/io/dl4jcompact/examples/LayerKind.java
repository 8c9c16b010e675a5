package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.quantizer.Identity;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** What the layers of {@link SmallCnn} are made of, but for the last. */
public enum LayerKind {
  /**
   * Weights of ±1, and inputs of {0, 1} but for the first layer, which sees the pixels as they are.
   * The layers' input quantisers take the place of an activation function.
   */
  ONE_BIT {
    @Override
    public void activate(ListBuilder layers) {
      // The next layer's input quantiser is the activation function.
    }

    @Override
    public Layer first(int outputs) {
      return new BinaryConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .inputQuantizer(new Identity())
          .hasBias(false)
          .build();
    }

    @Override
    public Layer convolution(int outputs) {
      return new BinaryConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .hasBias(false)
          .build();
    }

    @Override
    public Layer dense(int outputs) {
      return new BinaryDenseLayer.Builder().nOut(outputs).hasBias(false).build();
    }
  },
  /** Deeplearning4j's own layers with ReLU: the float twin. */
  FLOAT {
    @Override
    public void activate(ListBuilder layers) {
      // A layer of its own, since Deeplearning4j's batch normalisation ignores its activation.
      layers.layer(new ActivationLayer(Activation.RELU));
    }

    @Override
    public Layer first(int outputs) {
      return convolution(outputs);
    }

    @Override
    public Layer convolution(int outputs) {
      return new ConvolutionLayer.Builder(SmallCnn.KERNEL, SmallCnn.KERNEL)
          .nOut(outputs)
          .hasBias(false)
          .build();
    }

    @Override
    public Layer dense(int outputs) {
      return new DenseLayer.Builder().nOut(outputs).hasBias(false).build();
    }
  };

  /** Adds what follows each batch normalisation. */
  public abstract void activate(ListBuilder layers);

  /** The convolution that sees the pixels. */
  public abstract Layer first(int outputs);

  /** A convolution without bias, since a batch normalisation follows. */
  public abstract Layer convolution(int outputs);

  /** A dense layer without bias, since a batch normalisation follows. */
  public abstract Layer dense(int outputs);
}
