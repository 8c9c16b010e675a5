package io.dl4jcompact.benchmarks;

import io.dl4jcompact.examples.LayerKind;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * VGG-Small, the usual network for one-bit CIFAR-10: six 3x3 convolutions, each with a batch
 * normalisation, pooling after every second, and a dense layer. First and last layer are float in
 * either kind.
 *
 * @see <a href="https://arxiv.org/abs/1807.10029">Zhang et al. 2018, LQ-Nets</a>
 */
final class VggSmall {

  private static final int WIDTH = 128;
  private static final int CLASSES = 10;

  private VggSmall() {}

  static MultiLayerConfiguration configuration(LayerKind kind, InputType input, long seed) {
    ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .list()
            .layer(LayerKind.FLOAT.convolution(WIDTH));
    normalise(layers, kind);
    for (int width = WIDTH; width <= 4 * WIDTH; width *= 2) {
      if (width > WIDTH) {
        layers.layer(kind.convolution(width));
        normalise(layers, kind);
      }
      layers.layer(kind.convolution(width));
      normalise(layers, kind);
      layers.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(2, 2)
              .stride(2, 2)
              .build());
    }
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
}
