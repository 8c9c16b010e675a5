package io.dl4jcompact.examples;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A small convolutional network for ten classes: an ordinary Deeplearning4j configuration whose
 * layers are of a {@link LayerKind}, but for the last, which is float.
 */
public final class SmallCnn {

  static final int KERNEL = 3;

  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 3e-3;
  private static final double DECAY_PER_EPOCH = 0.5;

  private SmallCnn() {}

  /**
   * The network's configuration.
   *
   * @param input the images' size
   * @param seed of the first weights
   */
  public static MultiLayerConfiguration configuration(LayerKind kind, InputType input, long seed) {
    ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(
                new Adam(
                    new ExponentialSchedule(ScheduleType.EPOCH, LEARNING_RATE, DECAY_PER_EPOCH)))
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    layers.layer(kind.first(32)).layer(halving());
    normalise(layers, kind);
    layers.layer(kind.convolution(64)).layer(halving());
    normalise(layers, kind);
    layers.layer(kind.convolution(128));
    normalise(layers, kind);
    layers.layer(kind.dense(256));
    normalise(layers, kind);
    return layers
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }

  private static void normalise(ListBuilder layers, LayerKind kind) {
    layers.layer(new BatchNormalization());
    kind.activate(layers);
  }

  private static SubsamplingLayer halving() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
