package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Random small networks for packed training. No layer has more than 350 inputs a sum: beyond, the
 * window of the activation can be so small that floats have 0, where the packed trainer has not.
 */
final class PackedNetworks {

  private static final int SIZE = 9;
  private static final int CHANNELS = 2;
  private static final int CLASSES = 3;
  private static final int MINIBATCH = 8;

  private final SplittableRandom random;
  private final Domain signal;
  // Null for any.
  private FlipUpdater rule;
  private boolean front;

  PackedNetworks(long seed, Domain signal) {
    random = new SplittableRandom(seed);
    this.signal = signal;
  }

  /** All Boolean layers with this rule. */
  PackedNetworks updatedBy(FlipUpdater flips) {
    rule = flips;
    return this;
  }

  /** Surely with a float convolution in front. */
  PackedNetworks withFront() {
    front = true;
    return this;
  }

  static PackedOptions options(AccumulatorType accumulators) {
    return PackedOptions.DEFAULT.withAccumulators(accumulators).withInputType(inputType());
  }

  static InputType inputType() {
    return InputType.convolutional(SIZE, SIZE, CHANNELS);
  }

  MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(conf());
    network.init();
    return network;
  }

  /** A float convolution in every second network, Boolean convolutions, a pooling, dense layers. */
  MultiLayerConfiguration conf() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(42).updater(new Adam(0.01)).list();
    if (random.nextBoolean() || front) {
      layers.layer(
          new ConvolutionLayer.Builder(3, 3)
              .nOut(5)
              .convolutionMode(ConvolutionMode.Same)
              .activation(Activation.IDENTITY)
              .build());
      layers.layer(new BatchNormalization());
    }
    layers.layer(
        new ActivationLayer.Builder().activation(new BooleanActivation().withFanIn(18)).build());
    layers.layer(first().build());
    layers.layer(
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .name("pool")
            .kernelSize(2, 2)
            .stride(2, 2)
            .build());
    layers.layer(second().build());
    layers.layer(dense("third").nOut(random.nextInt(4, 140)).build());
    layers.layer(dense("fourth").nOut(random.nextInt(4, 80)).build());
    layers.layer(
        new OutputLayer.Builder()
            .name("output")
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    return layers.setInputType(inputType()).build();
  }

  private BooleanConvolutionLayer.Builder first() {
    BooleanConvolutionLayer.Builder layer =
        convolution("first", random.nextInt(1, 4), random.nextInt(1, 4))
            .nOut(random.nextInt(2, 38))
            .stride(random.nextInt(1, 3), random.nextInt(1, 3))
            .maxPoolingFollows(true);
    return random.nextBoolean() ? layer.convolutionMode(ConvolutionMode.Same) : layer;
  }

  /** Its map is 2x2 at most, with channels in two words. */
  private BooleanConvolutionLayer.Builder second() {
    return convolution("second", random.nextInt(1, 4), random.nextInt(1, 4))
        .nOut(random.nextInt(65, 85))
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same);
  }

  private BooleanConvolutionLayer.Builder convolution(String name, int height, int width) {
    return new BooleanConvolutionLayer.Builder(height, width)
        .name(name)
        .signal(signal)
        .hasBias(random.nextBoolean())
        .activation(new BooleanActivation(random.nextInt(-2, 3) / 2f))
        .updater(flips());
  }

  private BooleanDenseLayer.Builder dense(String name) {
    return new BooleanDenseLayer.Builder()
        .name(name)
        .signal(signal)
        .hasBias(random.nextBoolean())
        .updater(flips());
  }

  private FlipUpdater flips() {
    if (rule != null) {
      return rule;
    }
    return random.nextBoolean() ? new SignFlip(0.8) : new Bop(0.3, 0.1);
  }

  /** The same for the same number. */
  static DataSet data(long number) {
    SplittableRandom random = new SplittableRandom(number);
    INDArray features = Nd4j.create(DataType.FLOAT, MINIBATCH, CHANNELS, SIZE, SIZE);
    for (int i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextInt(-16, 17) / 16.0);
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return new DataSet(features, labels);
  }
}
