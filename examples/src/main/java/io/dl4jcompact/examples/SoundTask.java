package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.data.FeatureRecordReader;
import io.dl4jcompact.binary.data.LogMelFeatures;
import io.dl4jcompact.binary.data.RatioSampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Front vowels (heed, head) or back ones (hod, hawed, who'd), by log-mel spectrograms. */
final class SoundTask {

  private static final LogMelFeatures FEATURES = new LogMelFeatures(8_000, 256, 64, 16, 16);

  private SoundTask() {}

  /**
   * @param seed of the order of samples
   */
  static TwoClassTask of(UnpackedSounds sounds, long seed) throws IOException {
    return new TwoClassTask(
        "sound",
        reader(sounds.part("train")),
        reader(sounds.part("test")),
        Set.of("I", "E"),
        RatioSampling.of(2, 3, 30).withSeed(seed));
  }

  private static FeatureRecordReader reader(Path directory) throws IOException {
    FeatureRecordReader reader = new FeatureRecordReader(FEATURES, new ParentPathLabelGenerator());
    reader.initialize(new FileSplit(directory.toFile()));
    return reader;
  }

  /** A small convolutional network; the first and the last layer are float. */
  static MultiLayerConfiguration network(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(3e-3))
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).hasBias(false).build())
        .layer(new BatchNormalization())
        .layer(new BinaryConvolutionLayer.Builder(3, 3).nOut(32).hasBias(false).build())
        .layer(new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build())
        .layer(new BatchNormalization())
        .layer(new BinaryDenseLayer.Builder().nOut(64).hasBias(false).build())
        .layer(new BatchNormalization())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(FEATURES.inputType())
        .build();
  }
}
