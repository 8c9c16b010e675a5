package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/** What a network's layers are made of, but for those that a recipe has in float. */
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
      return dense(SIGN, outputs);
    }

    @Override
    Layer denseOfPixels(int outputs) {
      return dense(new Identity(), outputs);
    }

    private Layer dense(Quantizer inputs, int outputs) {
      return new BinaryDenseLayer.Builder()
          .nOut(outputs)
          .inputQuantizer(inputs)
          .hasBias(false)
          .build();
    }
  },
  /** Weights that are bits from the first step, and inputs of bits; the updater has to flip. */
  BITS {
    @Override
    Optional<Layer> activation() {
      return Optional.of(new ActivationLayer.Builder().activation(NORMALISED_STEP).build());
    }

    @Override
    Layer convolution(int outputs) {
      return bits(outputs).build();
    }

    @Override
    Layer convolutionToHalve(int outputs) {
      return bits(outputs).maxPoolingFollows(true).build();
    }

    private BooleanConvolutionLayer.Builder bits(int outputs) {
      return new BooleanConvolutionLayer.Builder(KERNEL, KERNEL)
          .nOut(outputs)
          .activation(Activation.IDENTITY)
          .hasBias(false);
    }

    @Override
    Layer dense(int outputs) {
      return dense(Domain.BOOLEAN, outputs);
    }

    @Override
    Layer denseOfPixels(int outputs) {
      return dense(Domain.REAL, outputs);
    }

    private Layer dense(Domain inputs, int outputs) {
      return new BooleanDenseLayer.Builder()
          .nOut(outputs)
          .input(inputs)
          .activation(Activation.IDENTITY)
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

    @Override
    Layer denseOfPixels(int outputs) {
      return dense(outputs);
    }
  };

  static final int KERNEL = 3;

  /** Its estimator lets gradients through near 0 only, where a bit may turn. */
  private static final Quantizer SIGN = new SignQuantizer(StraightThrough.APPROX_SIGN);

  /**
   * For sums that are normalised, so that the window in which it lets signals through is about 1.
   */
  private static final BooleanActivation NORMALISED_STEP = new BooleanActivation().withFanIn(1);

  /** What precedes each layer but the first; empty where the layer quantises its input. */
  abstract Optional<Layer> activation();

  /** A 3x3 convolution without bias, since a batch normalisation follows. */
  abstract Layer convolution(int outputs);

  /** As {@link #convolution}, for a network that halves the result by maxima next. */
  Layer convolutionToHalve(int outputs) {
    return convolution(outputs);
  }

  /** A dense layer without bias, since a batch normalisation follows. */
  abstract Layer dense(int outputs);

  /** As {@link #dense}, for inputs that are no bits. */
  abstract Layer denseOfPixels(int outputs);
}
