package io.dl4jcompact.examples.marks;

import io.dl4jcompact.quant.ClippedGradient;
import io.dl4jcompact.quant.CompensationLayer;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.IUpdater;

/** Ways to train a network of integers that are compared, and their measure. */
public enum QuantMethod {
  /** Deeplearning4j's own layers: the float twin. */
  FLOAT(0, false),
  /** Layers of 8-bit integers from the first step. */
  INT8(8, false),
  /** The same with a compensation behind each layer and clipped gradients. */
  INT8_COMPENSATED(8, true),
  INT4(4, false),
  INT4_COMPENSATED(4, true);

  /** Of a minibatch's mean gradient, element by element. */
  private static final double THRESHOLD = 0.1;

  /** Trainings are of a few hundred minibatches, so that older ones must be forgotten sooner. */
  private static final double STATISTICS_DECAY = 0.95;

  private final int bits;
  private final boolean compensated;

  QuantMethod(int bits, boolean compensated) {
    this.bits = bits;
    this.compensated = compensated;
  }

  boolean isFloat() {
    return bits == 0;
  }

  /** A convolution without bias, since a batch normalisation follows. */
  Layer convolution(int kernel, int outputs) {
    return isFloat()
        ? new ConvolutionLayer.Builder(kernel, kernel).nOut(outputs).hasBias(false).build()
        : new QuantizedConvolutionLayer.Builder(kernel, kernel)
            .nOut(outputs)
            .hasBias(false)
            .bits(bits)
            .build();
  }

  /** A dense layer; without bias where a batch normalisation follows. */
  Layer dense(int outputs, boolean hasBias) {
    return isFloat()
        ? new DenseLayer.Builder().nOut(outputs).hasBias(hasBias).build()
        : new QuantizedDenseLayer.Builder().nOut(outputs).hasBias(hasBias).bits(bits).build();
  }

  /** A layer's results compensated, if this is part of the method, then normalised, and a ReLU. */
  Chain block(Chain chain, Layer layer) {
    chain.layer(layer);
    if (compensated) {
      chain.layer(new CompensationLayer.Builder().build());
    }
    return chain.normalisation(STATISTICS_DECAY).rectified();
  }

  /** The updater of all layers, with clipped gradients if this is part of the method. */
  IUpdater updater(IUpdater updater) {
    return compensated ? new ClippedGradient(updater, THRESHOLD) : updater;
  }

  /** The name in tables and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
