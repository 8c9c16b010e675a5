package io.dl4jcompact.elastic;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small elastic networks that tests train and cut. */
final class ElasticNetworks {

  static final int CLASSES = 3;

  private ElasticNetworks() {}

  static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(42).updater(updater);
  }

  /** Dense layers: 6 inputs, two widths that vary, a layer that may be skipped, 3 classes. */
  static Model dense(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    return kind.create(
        settings,
        InputType.feedForward(6),
        List.of(
            dense("first").nOut(8).widths(3, 5, 8).build(),
            dense("skipped").nOut(8).skippable(true).build(),
            dense("second").nOut(7).widths(4, 7).build(),
            output()));
  }

  static Model dense(NetworkKind kind) {
    return dense(kind, settings(new Adam(0.01)).l2(1e-3));
  }

  /** Convolutions over 6x6 images of 2 channels: width, kernel, depth; normalised; 3 classes. */
  static Model images(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    return kind.create(
        settings,
        InputType.convolutional(6, 6, 2),
        List.of(
            convolution("conv1").kernelSizes(3, 5).kernelTransform(true).widths(3, 6).build(),
            new ElasticBatchNormalization.Builder().name("norm1").build(),
            new ActivationLayer.Builder().name("relu1").activation(Activation.RELU).build(),
            convolution("conv2").kernelSizes(1, 3).nOut(6).skippable(true).build(),
            convolution("conv3").kernelSize(3, 3).stride(2, 2).widths(2, 4).build(),
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
                .name("pool")
                .build(),
            dense("dense").nOut(5).widths(2, 5).build(),
            output()));
  }

  static Model images(NetworkKind kind) {
    return images(kind, settings(new Adam(0.01)));
  }

  private static ElasticDenseLayer.Builder dense(String name) {
    return new ElasticDenseLayer.Builder().name(name).activation(Activation.TANH);
  }

  private static ElasticConvolutionLayer.Builder convolution(String name) {
    return new ElasticConvolutionLayer.Builder()
        .name(name)
        .convolutionMode(ConvolutionMode.Same)
        .cudnnAllowFallback(false)
        .activation(Activation.IDENTITY);
  }

  private static Layer output() {
    return new ElasticOutputLayer.Builder(LossFunction.MCXENT).name("out").nOut(CLASSES).build();
  }

  /** Random features for a network's first layer, and labels in turns. */
  static DataSet data(int minibatch, long seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    long[] all = new long[shape.length + 1];
    all[0] = minibatch;
    System.arraycopy(shape, 0, all, 1, shape.length);
    INDArray features = Nd4j.rand(DataType.FLOAT, all).subi(0.5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, minibatch, CLASSES);
    for (int i = 0; i < minibatch; i++) {
      labels.putScalar(i, Math.floorMod(i + seed, CLASSES), 1);
    }
    return new DataSet(features, labels);
  }

  static DataSet vectors(int minibatch, long seed) {
    return data(minibatch, seed, 6);
  }

  static DataSet pictures(int minibatch, long seed) {
    return data(minibatch, seed, 2, 6, 6);
  }
}
