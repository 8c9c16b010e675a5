package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** What the inner layers of a network are made of; those that see pixels are the recipe's. */
public enum Precision {
  /** Inputs and weights of ±1: the sign is the activation function. */
  ONE_BIT {
    @Override
    Optional<Layer> activation() {
      return Optional.empty();
    }

    @Override
    Layer convolution(int outputs) {
      return new BinaryConvolutionLayer.Builder(KERNEL, KERNEL)
          .nOut(outputs)
          .inputQuantizer(SIGN)
          .hasBias(false)
          .build();
    }

    @Override
    Layer dense(int outputs) {
      return new BinaryDenseLayer.Builder()
          .nOut(outputs)
          .inputQuantizer(SIGN)
          .hasBias(false)
          .build();
    }
  },
  /** Deeplearning4j's own layers with ReLU: the float twin. */
  FLOAT {
    @Override
    Optional<Layer> activation() {
      return Optional.of(new ActivationLayer(Activation.RELU));
    }

    @Override
    Layer convolution(int outputs) {
      return new ConvolutionLayer.Builder(KERNEL, KERNEL).nOut(outputs).hasBias(false).build();
    }

    @Override
    Layer dense(int outputs) {
      return new DenseLayer.Builder().nOut(outputs).hasBias(false).build();
    }
  };

  static final int KERNEL = 3;

  /** Its estimator lets gradients through near 0 only, where a bit may turn. */
  private static final Quantizer SIGN = new SignQuantizer(StraightThrough.APPROX_SIGN);

  /** What precedes each layer but the first; empty where the layer quantises its input. */
  abstract Optional<Layer> activation();

  /** A 3x3 convolution without bias, since a batch normalisation follows. */
  abstract Layer convolution(int outputs);

  /** A dense layer without bias, since a batch normalisation follows. */
  abstract Layer dense(int outputs);
}
