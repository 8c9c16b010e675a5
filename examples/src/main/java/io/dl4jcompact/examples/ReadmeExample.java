package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The code at the top of the README. */
final class ReadmeExample {

  /**
   * What came of it.
   *
   * @param network trained
   * @param probabilities ten for each image, by the exported model
   */
  record Result(MultiLayerNetwork network, float[] probabilities) {}

  private ReadmeExample() {}

  /**
   * Trains, exports and predicts.
   *
   * @param images batches of [minibatch, 784] pixels, with ten classes
   * @param pixels 784 for each image to classify
   */
  static Result run(DataSetIterator images, int epochs, Path file, float[] pixels)
      throws IOException {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .updater(new Adam(2e-3))
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).activation(Activation.TANH).build())
            .layer(new BinaryConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(64).build())
            .layer(new BatchNormalization())
            .layer(new BinaryDenseLayer.Builder().nOut(256).build())
            .layer(new BatchNormalization())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(10)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutionalFlat(28, 28, 1))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    network.fit(images, epochs);
    CompactExporter.export(network).save(file);
    float[] probabilities = CompactModel.load(file).predict(pixels);
    return new Result(network, probabilities);
  }
}
