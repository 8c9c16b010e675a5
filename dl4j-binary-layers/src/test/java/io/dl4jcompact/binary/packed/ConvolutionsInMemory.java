package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
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
 * A program that trains a convolutional network with a minibatch of 100, packed or as floats with
 * Adam in Deeplearning4j, and says the most resident memory that its process had. Eighteen million
 * weights, or few, to know what the program takes without them.
 */
final class ConvolutionsInMemory {

  private static final int MINIBATCH = 100;
  private static final int SIZE = 8;
  private static final int CHANNELS = 64;
  private static final int STEPS = 2;
  private static final String PEAK = "VmHWM:";

  private final int channels;
  private final int width;

  private ConvolutionsInMemory(boolean wide) {
    channels = wide ? 384 : 1;
    width = wide ? 2048 : 1;
  }

  /**
   * @param arguments a type of accumulators or ADAM, and whether the network is wide
   */
  public static void main(String[] arguments) throws IOException {
    ConvolutionsInMemory program = new ConvolutionsInMemory(Boolean.parseBoolean(arguments[1]));
    if (arguments[0].equals("ADAM")) {
      program.trainFloats();
    } else {
      program.trainPacked(AccumulatorType.valueOf(arguments[0]));
    }
    System.out.println("peak " + peakKilobytes());
  }

  private static long peakKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findAny()
        .orElseThrow();
  }

  private void trainPacked(AccumulatorType type) {
    BooleanActivation step = new BooleanActivation();
    PackedTrainer trainer =
        new PackedTrainer(
            conf(
                new BooleanConvolutionLayer.Builder(3, 3).nOut(channels).activation(step).build(),
                new BooleanConvolutionLayer.Builder(3, 3)
                    .nOut(channels)
                    .activation(step)
                    .maxPoolingFollows(true)
                    .build(),
                new BooleanDenseLayer.Builder().nOut(width).activation(step).build(),
                new BooleanDenseLayer.Builder().nOut(width).activation(step).build()),
            PackedOptions.DEFAULT.withAccumulators(type).withInputType(inputType()));
    long flipped = 0;
    for (int i = 0; i < STEPS; i++) {
      trainer.fit(data());
      flipped += trainer.flipRatios().stream().mapToLong(FlipRatio::flipped).sum();
    }
    System.out.println("trained " + flipped);
  }

  private void trainFloats() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            conf(
                new ConvolutionLayer.Builder(3, 3).nOut(channels).build(),
                new ConvolutionLayer.Builder(3, 3).nOut(channels).build(),
                new DenseLayer.Builder().nOut(width).build(),
                new DenseLayer.Builder().nOut(width).build()));
    network.init();
    for (int i = 0; i < STEPS; i++) {
      network.fit(data());
    }
    System.out.println("trained " + network.numParams());
  }

  private static InputType inputType() {
    return InputType.convolutional(SIZE, SIZE, CHANNELS);
  }

  /** A pooling behind the second. */
  private static MultiLayerConfiguration conf(Layer first, Layer second, Layer third, Layer last) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(
                first instanceof BooleanConvolutionLayer
                    ? new SignFlip(12).withOthers(new Adam(1e-3))
                    : new Adam(1e-3))
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    SubsamplingLayer pooling =
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .build();
    OutputLayer output = new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build();
    List.of(first, second, pooling, third, last, output).forEach(list::layer);
    return list.setInputType(inputType()).build();
  }

  private static DataSet data() {
    INDArray features =
        Nd4j.rand(DataType.FLOAT, MINIBATCH, CHANNELS, SIZE, SIZE).gte(0.5).castTo(DataType.FLOAT);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, 10);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % 10, 1);
    }
    return new DataSet(features, labels);
  }
}
